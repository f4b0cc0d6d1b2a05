import type { ActionView } from '../../flow/page/customer-action.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import type { TransitPublicKey } from '../../vault/transit.ts';
import type { Answer } from './answers.ts';
import { renderBankDialog } from './bank-dialog.ts';
import { BROWSER_FIELD } from './browser-facts.ts';
import type { Locale } from './catalogs/index.ts';
import { renderHiddenFields } from './three-ds-frames.ts';
import { html, jsonForScript, type Html } from '../kernel/html.ts';
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
  /** What an older version put into the page's address, sealed; or the form that is answered here brought. */
  readonly ticket: string | undefined;
  /** The secret that the page's forms bring along: a ticket opens for the browser that brings it first. */
  readonly visit: string;
  /** The ticket can't be used by this browser. */
  readonly asksForCode: boolean;
  readonly publicKey: TransitPublicKey;
  readonly mistakes?: Pick<CardMistakes, 'cvc'>;
};

/** The page for a payment that was made without us, as it stands now. */
export const showAction = (page: ActionPage): Answer => {
  const { site, view, locale, path } = page;
  if (view.stage === 'challenging' && view.challenge !== undefined)
    return showActionChallenge(page, { challenge: view.challenge, shows: 'here' });
  switch (view.stage) {
    case 'waiting':
    case 'cleared':
      return site.showHtml(page.mistakes === undefined ? 200 : 422, renderStep(page, STEPS[view.stage]), {
        hasFrames: true,
      });
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

export const VISIT_FIELD = 'visit';

/** What a typed code is sealed for: this address, and nothing else. */
export const sealedFor = (token: string): string => `${token}.code`;

const tokenIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * The code behind the `#` is a script's to read; where none runs it is typed. The script takes the field away, unless
 * it is asked for the code itself.
 */
const renderCode = ({ asksForCode, mistakes, locale: { catalog } }: ActionPage): Html => {
  const mistake = mistakes?.cvc && catalog.mistakes.cvc[mistakes.cvc];
  return html`<div class="field field-code" id="code-field"${(asksForCode || mistake !== undefined) && html` data-asked`}><label for="code">${catalog.mistakes.cvc.required}</label>
<div class="control"><input id="code" name="cvc" type="text" inputmode="numeric" autocomplete="cc-csc" aria-describedby="code-mistake" maxlength="8" dir="ltr" spellcheck="false"${mistake !== undefined && html` aria-invalid="true" autofocus`}></div>
<p class="mistake" id="code-mistake">${mistake}</p></div>`;
};

const renderStep = (page: ActionPage, { texts, icon, action }: Step): string => {
  const { site, view, locale, path, ticket, visit, publicKey } = page;
  const { bank, notices } = locale.catalog;
  const { title, text, go } = bank[texts];
  const formToken = site.formTokens.issue(view, 0);
  const { connectionLost } = notices;
  const body = html`<section class="panel status">
${statusIcon(icon)}
<h1>${title}</h1>
<p>${text(isolate(view.merchantName, locale))}</p>
<p id="lost" class="note" role="alert" data-text="${connectionLost.title} ${connectionLost.text}"></p>
<form id="step-form" class="way-on" method="post" action="${path}${action}" data-path="${path}" data-one-moment="${bank.oneMoment}" data-aad="${sealedFor(tokenIn(path))}" data-key-id="${publicKey.keyId}" data-key="${publicKey.raw}">${renderHiddenFields({ formToken, ticket: ticket ?? '', [VISIT_FIELD]: visit, [BROWSER_FIELD]: '' })}
${renderCode(page)}<button type="submit"><span class="spinner" aria-hidden="true"></span><span id="step-label">${go}</span></button></form>
<form class="way-back" method="post" action="${path}/abandon">${renderHiddenFields({ formToken, ticket: ticket ?? '' })}<input type="submit" class="link" value="${bank.cancelPayment}"></form>
</section>
${renderClosedSummary(view, locale)}
${renderBankDialog(locale, bank.cancelPayment)}
<script type="application/json" id="texts">${jsonForScript(locale.catalog.mistakes.cvc)}</script>`;
  return renderLayout({ site, locale, name: 'step', title: `${title} · ${view.merchantName}`, body });
};
