import type { ActionView } from '../../flow/customer-action.ts';
import type { Answer } from './answers.ts';
import { renderBankDialog } from './bank-dialog.ts';
import { BROWSER_FIELD } from './browser-facts.ts';
import type { Locale } from './catalogs/index.ts';
import { renderHiddenFields } from './frame-pages.ts';
import { html } from './html.ts';
import { isolate, renderLayout } from './layout.ts';
import type { CheckoutSite } from './site.ts';
import { renderWaitingPage, statusIcon } from './status-page.ts';
import { renderClosedSummary } from './summary.ts';

export type ActionPage = {
  readonly site: CheckoutSite;
  readonly view: ActionView;
  readonly locale: Locale;
  /** The address of the payment's page. */
  readonly path: string;
  /** What the shop's server left for the acquirer in the page's address, sealed. */
  readonly ticket: string | undefined;
};

/** The page for a payment that was made without us, as it stands now. */
export const showAction = (page: ActionPage): Answer => {
  const { site, view, locale, path } = page;
  if (view.stage === 'challenging' && view.challenge !== undefined)
    return showActionChallenge(page, { challenge: view.challenge, shows: 'here' });
  switch (view.stage) {
    case 'waiting':
    case 'cleared':
      return site.showHtml(200, renderStep(page, STEPS[view.stage]), { hasFrames: true });
    case 'challenging':
    case 'processing':
      return site.showWaiting(renderWaitingPage({ site, locale, view, path }));
    case 'over':
      return site.showLeaving({
        locale,
        view,
        url: view.returnUrl,
        icon: 'waiting',
        title: locale.catalog.bank.oneMoment,
      });
  }
};

/** `window`: the answer to a form that a browser posted by itself, which the ticket has to leave with. */
export const showActionChallenge = (
  { site, view, locale, path, ticket }: ActionPage,
  { challenge, shows }: { readonly challenge: NonNullable<ActionView['challenge']>; readonly shows: 'window' | 'here' },
): Answer =>
  site.showConfirm({
    locale,
    path,
    merchantName: view.merchantName,
    summary: renderClosedSummary(view, locale),
    formToken: site.formTokens.issue(view, 0),
    challenge,
    ticket,
    ticketOfPage: ticket,
    shows,
    leave: locale.catalog.bank.cancelPayment,
  });

type Step = { readonly texts: 'begin' | 'finish'; readonly icon: 'bank' | 'done'; readonly action: '' | '/continue' };

/** What the customer does by a click, and the script without one. */
const STEPS: Readonly<Record<'waiting' | 'cleared', Step>> = {
  waiting: { texts: 'begin', icon: 'bank', action: '' },
  cleared: { texts: 'finish', icon: 'done', action: '/continue' },
};

const renderStep = ({ site, view, locale, path, ticket }: ActionPage, { texts, icon, action }: Step): string => {
  const { bank, notices } = locale.catalog;
  const { title, text, go } = bank[texts];
  const formToken = site.formTokens.issue(view, 0);
  const { connectionLost } = notices;
  const body = html`<section class="panel status">
${statusIcon(icon)}
<h1>${title}</h1>
<p>${text(isolate(view.merchantName, locale))}</p>
<p id="lost" class="note" role="alert" data-text="${connectionLost.title} ${connectionLost.text}"></p>
<form id="step-form" class="way-on" method="post" action="${path}${action}" data-path="${path}" data-one-moment="${bank.oneMoment}">${renderHiddenFields({ formToken, ticket: ticket ?? '', [BROWSER_FIELD]: '' })}<button type="submit"><span class="spinner" aria-hidden="true"></span><span id="step-label">${go}</span></button></form>
<form class="way-back" method="post" action="${path}/abandon">${renderHiddenFields({ formToken, ticket: ticket ?? '' })}<input type="submit" class="link" value="${bank.cancelPayment}"></form>
</section>
${renderClosedSummary(view, locale)}
${renderBankDialog(locale, bank.cancelPayment)}`;
  return renderLayout({ site, locale, name: 'step', title: `${title} · ${view.merchantName}`, body });
};
