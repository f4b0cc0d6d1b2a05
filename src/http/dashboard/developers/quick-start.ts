import type { FastifyInstance } from 'fastify';
import { html, type Html } from '../../kernel/html.ts';
import { listApiKeys } from '../../../merchants/api-keys.ts';
import { visitOf } from '../guard.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { sendDeveloperPage } from './parts.ts';

/** From nothing to a payment, with the merchant's own key and this gateway's address. */
export const registerQuickStart = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/developers', async (request, reply) => {
    const visit = visitOf(request);
    const [newest] = await listApiKeys(deps.db.query, visit.merchantId, { limit: 1, before: undefined });
    const shown = newest && `${deps.mode === 'live' ? 'tgl' : 'tgs'}…${newest.last4}`;
    const body = renderQuickStart({ visit, deps, newestKey: shown });
    return sendDeveloperPage(request, reply, site, { title: 'Developers', visit, body });
  });
};

type Shown = {
  readonly visit: Visit;
  readonly deps: Pick<DashboardDeps, 'publicUrl' | 'mode'>;
  /** `tgs…a1B2`; undefined: there is none. */
  readonly newestKey: string | undefined;
};

const renderQuickStart = ({ visit: { base }, deps, newestKey }: Shown): Html => html`<ol class="steps">
<li><h2>A key</h2>
${
  newestKey === undefined
    ? html`<p><a href="${base}/developers/keys">Make a key</a>; it is shown once.</p>`
    : html`<p>The newest is <code>${newestKey}</code>. We keep no key that could be shown again: take it from where you
keep it, or <a href="${base}/developers/keys">make another one</a>.</p>`
}
<pre tabindex="0"><code>export TOLLGATE_API_KEY=${newestKey ?? 'tgs…'}</code></pre></li>
<li><h2>A session</h2>
<p>Your server asks for it; the customer is sent to the <code>paymentUrl</code> of the answer.</p>
<pre tabindex="0"><code>curl ${deps.publicUrl}/api2/sessions \\
  -H "X-Api-Key: $TOLLGATE_API_KEY" -H 'Content-Type: application/json' \\
  -d '{"amount": 1099, "currency": "EUR",
       "successUrl": "https://shop.example/paid", "failureUrl": "https://shop.example/failed"}'</code></pre></li>
<li><h2>A payment</h2>
<p>${
  deps.mode === 'sandbox'
    ? html`Open the <code>paymentUrl</code> and pay with a <a href="${deps.publicUrl}/docs/test-cards">test card</a>.`
    : html`Open the <code>paymentUrl</code>; this gateway takes real money.`
} It is then among the <a href="${base}/payments">payments</a>.</p></li>
<li><h2>A webhook</h2>
<p><a href="${base}/developers/endpoints">Make an endpoint</a> for the address at which your server takes events, and
send it a test. <code>session.completed</code> says that an order is paid,
also when the customer never comes back.</p></li>
<li><h2>All the rest</h2>
<p>The <a href="${deps.publicUrl}/docs">documentation</a> of this gateway has guides, the reference, and each
<a href="${deps.publicUrl}/docs/errors">problem</a> with what to do.</p></li>
</ol>`;
