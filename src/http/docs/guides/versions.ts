import { changes, currentVersion, versions } from '../../../contract/versions.ts';
import { html } from '../../kernel/html.ts';
import { codeBlock, json, prose, section, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const versionsGuide: DocsPage = {
  slug: 'versions',
  title: 'Versions',
  summary: 'A version is a date. You choose when to move, for each call and for each webhook endpoint.',
  render: (site) => html`
${section(
  'choose',
  'Choosing a version',
  html`<p>Send <code>X-Version: ${currentVersion}</code> to pin a call to a
version. Without the header the newest one answers. Every answer carries
<code>X-Version</code> and says so. A date that is no version is refused
(<a href="${site.basePath}/docs/errors#unknown_version"><code>unknown_version</code></a>) rather than guessed at.</p>
<p>A webhook endpoint keeps the version under which it was created: its events keep their form, whichever version
is the newest.</p>
${codeBlock({ title: 'Pinning a call', language: 'shell', code: `curl "${site.apiUrl}/sessions?limit=1" \\\n  -H "X-Api-Key: $TOLLGATE_API_KEY" \\\n  -H "X-Version: ` + `${versions[0]}"` })}`,
)}
${section(
  'list',
  'All versions',
  table(
    ['Version', 'What changed'],
    versions
      .toReversed()
      .map((version) => [
        html`<code>${version}</code>${version === currentVersion && html` <span class="tag">newest</span>`}`,
        changesIn(version),
      ]),
  ),
)}
${section(
  'difference',
  'The difference, shown',
  html`<p>The same session, created with <code>"currency":
"eur"</code>:</p>
<div class="pair">${versions.map((version) => codeBlock({ title: version, language: 'json', code: json(shortened(site, version)) }))}</div>`,
)}
${section(
  'promise',
  'What may change without a new version',
  html`<ul>
<li>New fields in answers, new optional fields in requests, new operations.</li>
<li>New event types: let your handler ignore what it does not know.</li>
<li>New codes for errors that had a more general one, and better sentences.</li>
</ul><p>Everything else gets a date.</p>`,
)}`,
};

const changesIn = (version: string) => {
  const found = changes.filter(({ since }) => since === version);
  return found.length === 0 ? html`The first one.` : html`${found.map(({ about }) => html`<p>${prose(about)}.</p>`)}`;
};

const SHOWN = ['id', 'amount', 'currency', 'status'];

const shortened = (site: Site, version: (typeof versions)[number]) =>
  Object.fromEntries(Object.entries(site.samples.session(version)).filter(([key]) => SHOWN.includes(key)));
