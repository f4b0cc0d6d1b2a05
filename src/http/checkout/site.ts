import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Secret } from '../../base/secret.ts';
import type { Challenge, Checkout, CheckoutAddress, CheckoutView } from '../../flow/page/checkout.ts';
import type { PaymentUrls } from '../../contract/payment-url.ts';
import type { CustomerAction } from '../../flow/page/customer-action.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Transit } from '../../vault/transit.ts';
import type { FormLimits } from '../kernel/rate-limit.ts';
import { createAnswers, keptForBack, showAgain, type Answer } from './answers.ts';
import { loadAssets } from './assets.ts';
import { pickLocale, type Locale } from './catalogs/index.ts';
import type { Choice } from './choice.ts';
import { renderFormPage } from './form-page.ts';
import { createFormTokens, type FormTokens } from './form-token.ts';
import { isolate, type Site } from './layout.ts';
import type { NotRemoved } from './saved-cards.ts';
import { createMethodStates, type MethodStates } from './method-state.ts';
import { isConfirmed, pageOf, STATUS_PAGES, type Notice } from './pages.ts';
import { renderHeldPage, renderSessionStatusPage, type SessionStatusPage } from './status-page.ts';
import type { Visitors } from './visitor.ts';
import { renderClosedSummary } from './summary.ts';
import type { FormProof } from './script-contract.ts';

export type CheckoutDeps = {
  readonly checkout: Checkout;
  /** Payments that a shop's server made, whose issuer has to see the customer. */
  readonly action: CustomerAction;
  readonly transit: Transit;
  readonly visitors: Visitors;
  readonly keys: { readonly formToken: Secret<Buffer> };
  readonly clock: Clock;
  readonly mode: 'sandbox' | 'live';
  readonly publicUrl: string;
  readonly urls: PaymentUrls;
  /** How many forms one address may send in a second; without it as many as it likes. */
  readonly limits?: FormLimits;
  /** Where failures are told; the customer sees a calm page. */
  readonly log?: Pick<Log, 'error'>;
};

/** A session as the page knows it: named by the token in its address. */
export type PaymentPage = { readonly token: string; readonly address: CheckoutAddress };

/** Everything that the routes need, made once. */
export type CheckoutSite = ReturnType<typeof createCheckoutSite>;

export const createCheckoutSite = (deps: CheckoutDeps) => {
  const site: Site = {
    assets: loadAssets(),
    mode: deps.mode,
    basePath: new URL(deps.publicUrl).pathname.replace(/\/$/, ''),
  };
  const formTokens: FormTokens = createFormTokens(deps.keys.formToken, deps.clock);
  const methodStates: MethodStates = createMethodStates(deps.keys.formToken, deps.clock);
  const answers = createAnswers(deps, site);
  const proofOf = (view: CheckoutView) => ({
    formToken: formTokens.issue(view, view.attemptsBegun),
    attemptNumber: view.attemptsBegun,
  });
  const pathOf = (token: string): string => `${site.basePath}/pay/${token}`;

  return {
    ...site,
    ...answers,
    formTokens,
    methodStates,
    proofOf,
    pathOf,
    ...createSessionPages(deps, { site, answers, proofOf, pathOf }),
  };
};

type PageParts = {
  readonly site: Site;
  readonly answers: ReturnType<typeof createAnswers>;
  readonly proofOf: (view: CheckoutView) => FormProof;
  readonly pathOf: (token: string) => string;
};

/** What a browser is shown of a session. */
const createSessionPages = (deps: CheckoutDeps, { site, answers, proofOf, pathOf }: PageParts) => {
  const confirmPageOf = (view: CheckoutView, token: string, locale: Locale) => ({
    locale,
    path: pathOf(token),
    merchantName: view.merchantName,
    accentColor: view.accentColor,
    summary: renderClosedSummary(view, locale),
    formToken: proofOf(view).formToken,
    leave: locale.catalog.bank.useAnotherCard,
  });
  const showForm = (
    view: CheckoutView,
    token: string,
    { locale, mistakes, choice, notRemoved, notice }: ShownSession,
  ): Answer => {
    const html = renderFormPage({
      site,
      view,
      locale,
      paymentToken: token,
      proof: proofOf(view),
      publicKey: deps.transit.publicKey,
      nowMs: deps.clock.nowMs(),
      notice: notice ?? (isConfirmed(view) ? 'confirmed' : undefined),
      mistakes,
      choice,
      notRemoved,
    });
    const isRefused = mistakes !== undefined || notRemoved !== undefined;
    const answer = answers.showHtml(isRefused ? 422 : 200, html, { hasFrames: true });
    return isRefused ? keptForBack(answer) : answer;
  };

  return {
    /** The page for the session as it is. `mistakes`, `choice` and `notice` concern the form alone. */
    showSession: (view: CheckoutView, token: string, shown: ShownSession): Answer => {
      const { locale } = shown;
      const page = pageOf(view);
      const proof = view.standing === 'payer' ? `=${deps.visitors.provePayer(view, view.attemptsBegun)}` : '';
      const parts = { site, view, locale, paymentToken: token, waitAgain: `?wait${proof}` };
      if (view.authentication?.stage === 'challenging' && page === 'challenging') {
        const { challenge } = view.authentication;
        return answers.showConfirm({
          ...confirmPageOf(view, token, locale),
          challenge,
          ticket: undefined,
          shows: 'here',
        });
      }
      if (page !== 'form') return showStatus(answers, { ...parts, page });
      return showForm(view, token, shown);
    },
    /** The answer to a form posted by a browser itself: the bank's page takes the window, and the card goes along. */
    showChallenge: ({ view, challenge, ticket }: PostedChallenge, token: string, locale: Locale): Answer =>
      answers.showConfirm({ ...confirmPageOf(view, token, locale), challenge, ticket, shows: 'window' }),
    /** The way to the shop, with how things stand where it does not open by itself. */
    showLeavingFor: (view: CheckoutView, url: string, locale: Locale): Answer => {
      const page = pageOf(view);
      if (page === 'form') return answers.showPlain('error', locale);
      const { title, text } = locale.catalog.pages[page];
      const { icon } = STATUS_PAGES[page];
      return answers.showLeaving({ view, locale, url, icon, title, text: text(isolate(view.merchantName, locale)) });
    },
  };
};

/** How things stand, on a page that takes no card. */
const showStatus = (answers: PageParts['answers'], parts: SessionStatusPage): Answer => {
  const { view, page } = parts;
  if (view.heldMsLeft !== undefined) return answers.showWaiting(renderHeldPage(parts));
  const html = renderSessionStatusPage(parts);
  if (page === 'processing') return answers.showWaiting(html);
  const answer = answers.showHtml(STATUS_PAGES[page].httpStatus, html);
  // A session past its time gets its way back as soon as it is ended, within seconds: then the page has it, too.
  return page === 'timeout' && view.state === 'open' ? showAgain(answer, 3) : answer;
};

type PostedChallenge = {
  readonly view: CheckoutView;
  readonly challenge: Challenge;
  readonly ticket: string | undefined;
};

export type ShownSession = {
  readonly locale: Locale;
  readonly mistakes?: CardMistakes;
  /** What the customer had chosen in a form that had mistakes. */
  readonly choice?: Choice;
  /** The card whose removal asks for its CVC once more. */
  readonly notRemoved?: NotRemoved;
  readonly notice?: Notice | undefined;
};

export const localeFor = (view: CheckoutView | undefined, acceptLanguage: string | undefined): Locale =>
  pickLocale({ wanted: view?.localeGiven === true ? view.locale : undefined, acceptLanguage });
