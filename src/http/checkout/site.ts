import type { Clock } from '../../base/clock.ts';
import type { Secret } from '../../base/secret.ts';
import type { Checkout, CheckoutAddress, CheckoutView } from '../../flow/checkout.ts';
import type { Log } from '../../base/log.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Transit } from '../../vault/transit.ts';
import { loadAssets } from './assets.ts';
import type { Choice } from './choice.ts';
import { pickLocale, type Locale } from './catalogs/index.ts';
import { createFormTokens, type FormTokens } from './form-token.ts';
import { renderFormPage } from './form-page.ts';
import { createPageHeaders, type PageHeaderOptions } from './headers.ts';
import type { Site } from './layout.ts';
import { pageOf, STATUS_PAGES, type Notice } from './pages.ts';
import { renderLeavingPage, renderPlainStatusPage, renderSessionStatusPage } from './status-page.ts';

export type CheckoutDeps = {
  readonly checkout: Checkout;
  readonly transit: Transit;
  readonly keys: { readonly formToken: Secret<Buffer> };
  readonly clock: Clock;
  readonly mode: 'sandbox' | 'live';
  readonly publicUrl: string;
  /** Where failures are told; the customer sees a calm page. */
  readonly log?: Pick<Log, 'error'>;
};

/** A session as the page knows it: named by the token in its address. */
export type PaymentPage = { readonly token: string; readonly address: CheckoutAddress };

export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly html: string | Buffer };

/** Everything that the routes need, made once. */
export type CheckoutSite = ReturnType<typeof createCheckoutSite>;

export const createCheckoutSite = (deps: CheckoutDeps) => {
  const site: Site = { assets: loadAssets(), mode: deps.mode, basePath: new URL(deps.publicUrl).pathname.replace(/\/$/, '') };
  const formTokens: FormTokens = createFormTokens(deps.keys.formToken, deps.clock);
  const headersFor = createPageHeaders(deps);

  const htmlAnswer = (status: number, html: string | Buffer, options?: PageHeaderOptions): Answer => ({
    status,
    headers: { ...headersFor(options), 'content-type': 'text/html; charset=utf-8' },
    html,
  });
  const proofOf = (view: CheckoutView) => ({ formToken: formTokens.issue(view, view.attemptsBegun), attemptNumber: view.attemptsBegun });

  return {
    ...site,
    formTokens,
    proofOf,
    plainHeaders: headersFor(),
    pathOf: (token: string): string => `${site.basePath}/pay/${token}`,

    /** The page for the session as it is. `mistakes`, `choice` and `notice` concern the form alone. */
    showSession: (view: CheckoutView, token: string, shown: ShownSession): Answer => {
      const { locale, mistakes, choice, notice } = shown;
      const page = pageOf(view);
      const parts = { site, view, locale, paymentToken: token };
      if (page !== 'form') {
        const answer = htmlAnswer(STATUS_PAGES[page].httpStatus, renderSessionStatusPage({ ...parts, page }));
        // A session past its time gets its way back as soon as it is ended, within seconds: then the page has it, too.
        return page === 'timeout' && view.returnUrl === undefined ? { ...answer, headers: { ...answer.headers, refresh: '3' } } : answer;
      }
      const html = renderFormPage({ ...parts, proof: proofOf(view), publicKey: deps.transit.publicKey, notice, mistakes, choice });
      return htmlAnswer(mistakes === undefined ? 200 : 422, html, { returnTargets: view.returnTargets });
    },
    /** The way to an app that may not open by itself. */
    showLeaving: (view: CheckoutView, token: string, locale: Locale): Answer => {
      const page = pageOf(view);
      if (page === 'form') return htmlAnswer(500, renderPlainStatusPage(site, locale, 'error'));
      return htmlAnswer(200, renderLeavingPage({ site, view, locale, paymentToken: token, page }));
    },
    showPlain: (page: 'unknown' | 'error' | 'crossSite', locale: Locale, status = STATUS_PAGES[page].httpStatus): Answer =>
      htmlAnswer(status, renderPlainStatusPage(site, locale, page)),
  };
};

export type ShownSession = {
  readonly locale: Locale;
  readonly mistakes?: CardMistakes;
  /** What the customer had chosen in a form that had mistakes. */
  readonly choice?: Choice;
  readonly notice?: Notice | undefined;
};

export const localeFor = (view: CheckoutView | undefined, acceptLanguage: string | undefined): Locale =>
  pickLocale({ wanted: view?.localeGiven === true ? view.locale : undefined, acceptLanguage });
