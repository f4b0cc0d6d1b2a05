import type { FastifyInstance } from 'fastify';
import { Problem } from '../../base/problem.ts';
import { html } from '../kernel/html.ts';
import { sendStatic } from '../kernel/static-answer.ts';
import { registerAccount } from './account.ts';
import { registerAudit } from './audit/audit.ts';
import { loadDashboardAssets } from './assets.ts';
import { registerDevelopers } from './developers/routes.ts';
import { MERCHANT_AREA, OPERATOR_AREA } from './areas.ts';
import { guardRoutes, visitOf } from './guard.ts';
import { PAGE_HEADERS, sendPage } from './layout.ts';
import { registerConfirm } from './confirm.ts';
import { registerLinks } from './links.ts';
import { registerPassword } from './password.ts';
import { registerPaymentActions } from './payment-actions.ts';
import { registerPayment } from './payment.ts';
import { registerPayments } from './payments.ts';
import { registerExports } from './figures/exports.ts';
import { registerDailyReport } from './figures/daily-report.ts';
import { registerApprovals } from './refunds/approvals.ts';
import { registerFigures } from './figures/figures.ts';
import { registerSessionsBehind } from './figures/sessions.ts';
import { registerPasskeys } from './passkeys/routes.ts';
import { registerSavedSearches } from './saved-searches.ts';
import { registerSettings } from './settings/settings.ts';
import { registerPeople } from './people/people.ts';
import { registerOperator } from './operator/routes.ts';
import { registerSignIn } from './sign-in.ts';
import type { DashboardDeps, Site } from './site.ts';

/** The Personal area: where a merchant's people work. `app` is a server of its own, with an origin of its own. */
export const registerDashboard = async (app: FastifyInstance, deps: DashboardDeps): Promise<void> => {
  const site: Site = { mode: deps.mode, assets: loadDashboardAssets() };
  app.addHook('onRequest', (_, reply, done) => {
    void reply.headers(PAGE_HEADERS);
    done();
  });
  await app.register((pages, _options, done) => {
    acceptForms(pages);
    guardRoutes(pages, deps);
    registerAssets(pages, site);
    pages.get('/', (_, reply) => sendPage(reply, site, { title: 'Personal area', body: FRONT }));
    pages.get('/m/:merchant', (request, reply) => reply.redirect(`${visitOf(request).base}/payments`, 303));
    for (const area of [MERCHANT_AREA, OPERATOR_AREA] as const) {
      registerSignIn(pages, deps, site, area);
      registerConfirm(pages, deps, site, area);
      registerLinks(pages, deps, site, area);
      registerPasskeys(pages, deps, site, area);
      registerPassword(pages, deps, site, area);
      registerAccount(pages, deps, site, area);
      registerPeople(pages, deps, site, area);
    }
    registerSettings(pages, deps, site);
    registerPayments(pages, deps, site);
    registerSavedSearches(pages, deps);
    registerPayment(pages, deps, site);
    registerPaymentActions(pages, deps, site);
    registerAudit(pages, deps, site);
    registerApprovals(pages, deps, site);
    registerOperator(pages, deps, site);
    registerDevelopers(pages, deps, site);
    registerFigures(pages, deps, site);
    registerDailyReport(pages, deps);
    registerSessionsBehind(pages, deps, site);
    registerExports(pages, deps);
    done();
  });
};

const FRONT = html`<p>Open the address of your team, which stands in your invitation and begins with
<code>/m/</code>. Whoever runs this gateway goes to <a href="${OPERATOR_AREA}">its own pages</a>.</p>`;

const registerAssets = (pages: FastifyInstance, { assets }: Site): void => {
  pages.get<{ Params: { readonly file: string } }>('/assets/:file', (request, reply) => {
    const asset = Object.values(assets).find(({ fileName }) => fileName === request.params.file);
    if (asset === undefined) throw new Problem('not_found', 'There is no such file.');
    return sendStatic(request, reply, asset.answer, 'public, max-age=31536000, immutable');
  });
};

/** The forms of these pages are short; a body that is something else is refused by the framework. */
const MAX_FORM_BYTES = 16 * 1024;

const acceptForms = (pages: FastifyInstance): void => {
  pages.removeAllContentTypeParsers();
  pages.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
};
