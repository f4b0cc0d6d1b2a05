import type { FastifyInstance } from 'fastify';
import { verifyAuditOf, type ChainReport } from '../../../audit/verify.ts';
import { Problem } from '../../../base/problem.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formOf, visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';

/** Of one process: a check reads all that a merchant's people and keys ever did. */
const MOST_CHECKS = 2;

/** Whether the log is as it was written, from the first row to the last. */
export const registerVerify = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  let running = 0;
  app.post('/m/:merchant/audit/verify', async (request, reply) => {
    const visit = visitOf(request);
    const noted = (formOf(request)['noted'] ?? '').trim();
    if (noted !== '' && !/^\d{1,18}:[0-9a-f]{64}$/.test(noted)) {
      const body = html`<p class="mistake" role="alert">An end looks like 412: and 64 letters of 0 to 9 and a to f.</p>
${renderVerify(visit, noted)}`;
      return sendPage(reply, site, { title: TITLE, visit, body, status: 422 });
    }
    if (running >= MOST_CHECKS)
      throw new Problem('rate_limited', 'Other logs are being checked. Try again in a moment.', {
        retryAfterSeconds: 10,
      });
    running += 1;
    try {
      const report = await verifyAuditOf(deps, visit.merchantId, noted === '' ? undefined : noted);
      return await sendPage(reply, site, { title: TITLE, visit, body: renderReport(visit, report, noted) });
    } finally {
      running -= 1;
    }
  });
};

const TITLE = 'Is the audit log whole?';

const renderReport = (visit: Visit, report: ChainReport, noted: string): Html => html`${
  report.broken === undefined
    ? html`<p class="done" role="status">${count(report.sealed)} from the first on, none changed, moved or
removed${noted !== '' && ', and the end that you noted is among them'}.</p>`
    : html`<p class="mistake" role="alert">The log was changed: ${report.broken}. Right before
that: ${count(report.sealed)}. Tell whoever runs this gateway, and keep what you see.</p>`
}
${
  report.waiting > 0 &&
  html`<p class="hint">${count(report.waiting)} of the last seconds: true, and not in the chain yet.</p>`
}
${
  report.head !== undefined &&
  html`<p>This is the end of the log as it stands. Note it down somewhere else: whoever could change everything here
could not change that.</p>
<p><code class="key">${report.head}</code></p>`
}
<p><a href="${visit.base}/audit">Back to the audit log</a></p>`;

const count = (acts: number): string => `${acts} ${acts === 1 ? 'act' : 'acts'}`;

export const renderVerify = ({ base, formToken }: Visit, noted: string): Html => html`<section>
<h2>Is it whole?</h2>
<form class="card" method="post" action="${base}/audit/verify">
<p>Each act is sealed with the one before. This looks at all of them, and says when one was changed, moved or
removed.</p>
<input type="hidden" name="formToken" value="${formToken}">
<label for="noted">An end of the log that you noted down, if you have one</label>
<input id="noted" name="noted" value="${noted}" maxlength="100" autocomplete="off" spellcheck="false">
<button>Check the log</button></form></section>`;
