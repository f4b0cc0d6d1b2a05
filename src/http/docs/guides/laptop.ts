import { html, type Html } from '../../kernel/html.ts';
import { codeBlock, note, section, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const laptop: DocsPage = {
  slug: 'webhooks-on-your-laptop',
  title: 'Webhooks on your laptop',
  summary: 'Forward webhooks to your machine, make events happen, and rehearse a bad day, with one command.',
  render: (site) => html`
${section('install', 'Signing in', signIn(site))}
${section('listen', 'Listening', listening(site))}
${section('trigger', 'Making things happen', triggering(site))}
${section('rehearse', 'A rehearsal', rehearsing())}
${section('scripts', 'In scripts and pipelines', scripts(site))}`,
};

const signIn = (
  site: Site,
): Html => html`<p>The package <code>@tollgate/cli</code> needs Node.js 20.3 or newer and nothing else. It stores the key where only you
can read it.</p>
${codeBlock({
  title: 'Shell',
  language: 'shell',
  code: `npx @tollgate/cli login --base-url ${site.publicUrl}   # asks for the key and does not show it
npm run tollgate -- login --demo   # in the gateway's repository, beside npm start`,
})}
<p>Several gateways or merchants: <code>--profile</code> with every command. Below, <code>tollgate</code> stands for either way to
call it.</p>`;

const listening = (site: Site): Html => html`<p>Your machine needs no public address: the command follows
<a href="${site.basePath}/docs/event-feed">the feed of events</a> and posts each one to your server.</p>
${codeBlock({
  title: 'Shell',
  language: 'shell',
  code: `tollgate listen --forward-to http://localhost:3000/webhooks
tollgate listen --forward-to http://localhost:3000/webhooks --events session.completed,session.expired --print-body`,
})}
<ul>
<li><strong>The secret</strong> that it prints is its own, and stays the same for this address: put it into your shop's settings once.
<code>--print-secret</code> prints nothing else.</li>
<li><strong>Body and headers</strong> are those of the gateway, signed in both dialects.</li>
<li><strong>Nothing is lost.</strong> Stopped or killed, it goes on where it was; what was under way may come twice, with the same
<code>id</code>. <code>--from latest</code> leaves out what happened meanwhile.</li>
<li><strong>In order, for each session.</strong> Sessions do not wait for each other.</li>
<li><strong>While your server is being restarted</strong> events wait. What it refuses is tried five times, then set aside, and tried again
at the next start.</li>
<li><strong>Sent again:</strong> <code>tollgate events resend ev_…</code>, or
<a href="${site.basePath}/docs#resendEvent">the call of the API</a> from anywhere, reaches it within seconds. The key
must be able to read the audit log for that.</li>
</ul>`;

const triggering = (
  site: Site,
): Html => html`<p>Nothing here is made up: sessions are made, and paid on their payment page with
${site.mode === 'sandbox' ? html`<a href="${site.basePath}/docs/test-cards">test cards</a>` : 'test cards'}, as a customer would. It works in the sandbox only.</p>
${codeBlock({
  title: 'Shell',
  language: 'shell',
  code: `tollgate trigger session.completed
tollgate trigger session.completed --session ps_…   # one that your shop has made
tollgate trigger refund.failed
tollgate sessions create --amount 2500 --reference order-1042
tollgate sessions open ps_…                         # its payment page, in your browser
tollgate endpoints set-faults we_… --duplicate all --reorder 20%
tollgate events replay --endpoint we_… --from 2027-01-31T10:00:00Z --only-undelivered`,
})}
<p><code>tollgate trigger --help</code> lists the events, and says which of them cannot be had so, and why.</p>`;

const rehearsing =
  (): Html => html`<p>An endpoint that works on a good day is not done. <code>rehearse</code> sends yours what else comes,
and for each finding says what to change:</p>
${codeBlock({
  title: 'Shell',
  language: 'shell',
  code: `tollgate rehearse http://localhost:3000/webhooks --secret whsec_…
tollgate rehearse http://localhost:3000/webhooks --reference order-1042 --state-url http://localhost:3000/orders/1042`,
})}
${table(
  ['What is sent', 'What has to happen'],
  [
    ['a correct event', '2xx'],
    ['the same event again, also five times at once', '2xx, and no second effect'],
    ['an event that is older than what was heard already', html`2xx, and no effect: compare <code>sequence</code>`],
    ['one without a signature, with another secret’s, changed on the way, or that is no event', '400, and no effect'],
    ['one that was signed an hour ago', '400: it may be a recording'],
    ['a type or fields that do not exist yet', '2xx: they come without a new version'],
    ['the largest event, and one that arrives slowly', '2xx'],
    ['JSON that is laid out in another way', '2xx: the signature covers bytes'],
    ['twenty events at once', '2xx within ten seconds'],
  ],
)}
${note(
  'What it cannot see',
  html`Only answers are judged. Whether a repetition did harm behind a 2xx shows with <code>--state-url</code>, an address of your shop whose
text must stay the same. What you do later, such as a mail that is sent twice, nobody sees from outside. Use a shop for tests: the events
say that sessions are paid.`,
)}`;

const scripts = (
  site: Site,
): Html => html`<p><code>--json</code> prints only JSON (<code>listen</code>: one object a line), and
<code>TOLLGATE_BASE_URL</code> and <code>TOLLGATE_API_KEY</code> take the place of signing in.</p>
${codeBlock({
  title: 'Shell',
  language: 'shell',
  code: `export TOLLGATE_BASE_URL=${site.publicUrl} TOLLGATE_API_KEY=tgs…
session=$(tollgate trigger session.completed --json | jq -r .object)
tollgate rehearse http://localhost:3000/webhooks --json > rehearsal.json || exit 1`,
})}
${table(
  ['Exit code', 'Meaning'],
  [
    ['0', 'done'],
    ['1', html`failed: the gateway refused, or a check of <code>rehearse</code> failed`],
    ['2', 'called wrongly'],
    ['3', 'nobody is signed in, or the key is refused or may not do this'],
    ['4', 'the gateway did not answer'],
  ],
)}
<p>Completion for your shell: <code>source &lt;(tollgate completion bash)</code>, also for <code>zsh</code> and <code>fish</code>.</p>`;
