import { LRUCache } from 'lru-cache';
import type { DeclineReason } from '../../connectors/acquirer/contract.ts';
import type { CheckoutView } from '../../flow/page/checkout.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import type { TransitPublicKey } from '../../vault/transit.ts';
import { digitsOf, formatAmount, formatCount, formatTimeLeft } from './amounts.ts';
import { renderCardFields } from './card-form.ts';
import type { Catalog } from './catalogs/catalog.ts';
import { renderBankDialog } from './bank-dialog.ts';
import { BROWSER_FIELD } from './browser-facts.ts';
import { NEW_CARD, type Choice } from './choice.ts';
import type { Locale } from './catalogs/index.ts';
import { html, jsonForScript } from '../kernel/html.ts';
import { isolate, renderAccent, renderLayout, type Site } from './layout.ts';
import { markedFieldOf } from './marked-field.ts';
import { isConfirmed, type Notice } from './pages.ts';
import { renderRemoveForms, renderSavedCards, renderSaveOffer, type NotRemoved } from './saved-cards.ts';
import type { ClientTexts, FormProof, MarkedField } from './script-contract.ts';
import { monogramOf, renderSummary, sizeOf } from './summary.ts';
import { compileTemplate, gap, type Template, type FilledPage } from './template.ts';

export type FormPage = {
  readonly site: Site;
  readonly view: CheckoutView;
  readonly locale: Locale;
  readonly paymentToken: string;
  readonly proof: FormProof;
  readonly publicKey: TransitPublicKey;
  readonly nowMs: number;
  readonly mistakes?: CardMistakes | undefined;
  /** What was chosen in a form that had mistakes; when there was none yet, the newest saved card is. */
  readonly choice?: Choice | undefined;
  readonly notRemoved?: NotRemoved | undefined;
  readonly notice?: Notice | undefined;
};

/** What differs from session to session; the rest of the page is a template per language. */
const GAPS = [
  'accent',
  'merchant',
  'monogram',
  'amount',
  'amountSize',
  'description',
  'reference',
  'now',
  'msLeft',
  'timeLeft',
  'digits',
  'alertTitle',
  'alertText',
  'path',
  'formToken',
  'paymentToken',
  'attempt',
  'keyId',
  'publicKey',
  'savedCards',
  'removeForms',
  'cvcHint',
] as const;
type Gap = (typeof GAPS)[number];

/** What decides the page's skeleton. */
type Skeleton = Pick<FormPage, 'site' | 'locale'> & {
  readonly captureMethod: CheckoutView['captureMethod'];
  readonly hasDescription: boolean;
  readonly alertTone: AlertTone | undefined;
  readonly offersToSave: boolean;
  readonly hasSavedCards: boolean;
  /** For a card that its issuer has confirmed: the form finishes its payment, and begins none. */
  readonly isConfirmed: boolean;
  readonly mistakes: CardMistakes | undefined;
  readonly marked: MarkedField | undefined;
  /** Ticked already by the customer, in a form that had mistakes. */
  readonly saves: boolean;
};

/** The page with the card form. It pays without script; with it, the script takes the form over. */
export const renderFormPage = (page: FormPage): FilledPage => {
  const { site, view, locale, paymentToken, proof, publicKey, nowMs } = page;
  const { captureMethod, offersToSave, savedCards } = view;
  const alert = alertOf(page);
  const choice =
    page.choice ?? (savedCards[0] === undefined ? NEW_CARD : { method: savedCards[0].paymentMethodId, saves: false });
  const path = `${site.basePath}/pay/${paymentToken}`;
  const amount = formatAmount(view.amount, locale.tag);
  const template = templateFor({
    site,
    locale,
    captureMethod,
    hasDescription: view.description !== undefined,
    alertTone: alert?.tone,
    offersToSave,
    hasSavedCards: savedCards.length > 0,
    isConfirmed: isConfirmed(view),
    mistakes: page.mistakes,
    marked: markedIn(page),
    saves: choice.saves,
  });
  return template({
    accent: renderAccent(site, view.accentColor),
    merchant: isolate(view.merchantName, locale),
    monogram: monogramOf(view.merchantName),
    amount,
    amountSize: sizeOf(amount),
    description: view.description ?? '',
    reference: view.merchantReferenceId ?? '',
    now: String(nowMs),
    msLeft: String(Math.floor(view.msLeft)),
    timeLeft: formatTimeLeft(view.msLeft, locale.tag),
    digits: digitsOf(locale.tag),
    alertTitle: alert?.title ?? '',
    alertText: alert?.message ?? '',
    path,
    formToken: proof.formToken,
    paymentToken,
    attempt: String(proof.attemptNumber),
    keyId: publicKey.keyId,
    publicKey: publicKey.raw,
    savedCards:
      savedCards.length === 0
        ? ''
        : renderSavedCards(savedCards, locale.catalog, { method: choice.method, notRemoved: page.notRemoved }),
    removeForms: renderRemoveForms(savedCards, { path, formToken: proof.formToken }),
    cvcHint: cvcHintFor(view, choice, locale.catalog),
  });
};

/** A new card shows its brand only while it is typed; then the script says where its CVC stands. */
const cvcHintFor = ({ savedCards }: CheckoutView, { method }: Choice, { form }: Catalog): string => {
  const saved = savedCards.find(({ paymentMethodId }) => paymentMethodId === method);
  return saved?.card.brand === 'amex' ? form.cvcHintAmex : form.cvcHint;
};

const MAX_TEMPLATES = 500;
const templates = new WeakMap<Site, LRUCache<string, Template<Gap>>>();

/** A form with mistakes is rare, and has too many faces to keep. Tags come from browsers, so the memory has a bound. */
const templateFor = (skeleton: Skeleton): Template<Gap> => {
  const { site, locale, captureMethod, hasDescription, alertTone, offersToSave, hasSavedCards, mistakes } = skeleton;
  if (mistakes !== undefined) return compileTemplate(renderSkeleton(skeleton), GAPS);
  const ofSite = templates.get(site) ?? new LRUCache<string, Template<Gap>>({ max: MAX_TEMPLATES });
  templates.set(site, ofSite);
  const key = `${locale.tag} ${captureMethod} ${hasDescription} ${alertTone} ${offersToSave} ${hasSavedCards} ${skeleton.isConfirmed} ${skeleton.marked?.field}`;
  const known = ofSite.get(key);
  if (known !== undefined) return known;
  const template = compileTemplate(renderSkeleton(skeleton), GAPS);
  ofSite.set(key, template);
  return template;
};

const renderSkeleton = (skeleton: Skeleton): string => {
  const { site, locale, captureMethod, hasDescription, alertTone, offersToSave, hasSavedCards, mistakes, saves } =
    skeleton;
  const { form, bank } = locale.catalog;
  const merchant = at('merchant');
  const tokenField = html`<input type="hidden" name="formToken" value="${at('formToken')}">`;
  const summary = renderSummary(
    {
      merchantName: merchant,
      monogram: at('monogram'),
      amountLabel: form.amount,
      amount: at('amount'),
      amountSize: at('amountSize'),
      description: hasDescription ? at('description') : undefined,
      reference: at('reference'),
      // A payment that has begun is not hurried.
      ...(!skeleton.isConfirmed && { timeLeft: { ms: at('msLeft'), text: at('timeLeft'), digits: at('digits') } }),
    },
    locale,
    html`<h1>${form.title(merchant)}</h1>
`,
  );
  const body = html`${summary}
<section class="panel">
<div id="alert" role="alert" tabindex="-1"${alertTone === 'done' && html` class="done"`}>${alertTone !== undefined && html`<p class="alert-title">${at('alertTitle')}</p><p>${at('alertText')}</p>`}</div>
<form id="card-form" method="post" action="${at('path')}${skeleton.isConfirmed && '/continue'}" novalidate data-path="${at('path')}" data-token="${at('paymentToken')}" data-attempt="${at('attempt')}" data-now="${at('now')}" data-key-id="${at('keyId')}" data-key="${at('publicKey')}">
${tokenField}
<input type="hidden" name="${BROWSER_FIELD}">
${hasSavedCards && at('savedCards')}${renderCardFields(locale.catalog, { mistakes, marked: skeleton.marked, cvcHint: at('cvcHint') })}
${offersToSave && renderSaveOffer(merchant, saves, locale.catalog)}<button type="submit" id="pay"><svg class="lock" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="M5 7V5a3 3 0 0 1 6 0v2M3.5 7h9v7h-9z"/></svg><span class="spinner" aria-hidden="true"></span><span id="pay-label">${form.pay(at('amount'))}</span></button>
${
  captureMethod === 'manual' &&
  html`<p class="note">${form.reserved(merchant)}</p>
`
}<p class="note">${form.privacy(merchant)}</p>
</form>
${hasSavedCards && !skeleton.isConfirmed && at('removeForms')}<form id="cancel-form" class="way-back" method="post" action="${at('path')}/${skeleton.isConfirmed ? 'abandon' : 'cancel'}">
${tokenField}
<input type="submit" class="link" value="${skeleton.isConfirmed ? bank.useAnotherCard : form.cancel(merchant)}">
</form>
<p id="cancel-off" class="note" hidden>${form.cancelOff}</p>
<p id="announcer" class="unseen" role="status"></p>
</section>
${renderBankDialog(locale, bank.useAnotherCard)}
<script type="application/json" id="texts">${jsonForScript(collectClientTexts(locale.catalog))}</script>`;
  const title = `${form.title(merchant)} · ${at('amount')}`;
  return renderLayout({ site, locale, name: 'form', title, head: html`${at('accent')}`, body });
};

/** `gap`, for the gaps of this page alone. */
const at = (name: Gap): string => gap(name);

// Mistakes stand at their fields; what was said before about another try would only confuse.
const alertOf = ({ view, locale, mistakes, notice }: FormPage): Alert | undefined => {
  if (mistakes !== undefined) return undefined;
  return notice === undefined ? declineAlert(view, locale) : noticeAlert(notice, locale);
};

/** What is said above the form about a refusal is said at its field, too: of a saved card the page has the CVC alone. */
const markedIn = ({ view, locale, mistakes, notice }: FormPage): MarkedField | undefined => {
  const marked = mistakes === undefined && notice === undefined ? markedFieldOf(view, locale.catalog) : undefined;
  return marked?.field === 'cvc' || view.savedCards.length === 0 ? marked : undefined;
};

/** `done`: what the customer asked for has happened. */
type AlertTone = 'problem' | 'done';

export type Alert = { readonly title: string; readonly message: string; readonly tone: AlertTone };

export const noticeAlert = (notice: Notice, { catalog }: Locale): Alert => {
  const { title, text } = catalog.notices[notice];
  return { title, message: text, tone: DONE.has(notice) ? 'done' : 'problem' };
};

const DONE: ReadonlySet<Notice> = new Set(['cardRemoved', 'confirmed']);

/** What the bank said to the last try, and how many tries are left when they are few. */
export const declineAlert = (view: CheckoutView, locale: Locale): Alert | undefined =>
  view.lastDecline && {
    title: locale.catalog.form.declined,
    message: declineMessage(view.lastDecline, view.declinesLeft, locale),
    tone: 'problem',
  };

const declineMessage = (reason: DeclineReason, declinesLeft: number, { catalog, tag }: Locale): string => {
  const sentence = catalog.declines[reason === 'lostCard' || reason === 'stolenCard' ? 'doNotHonor' : reason];
  return declinesLeft > FEW_ATTEMPTS
    ? sentence
    : `${sentence} ${catalog.form.attemptsLeft(formatCount(declinesLeft, tag))}`;
};

const FEW_ATTEMPTS = 2;

/** The sentences that the script may have to say. */
const collectClientTexts = ({ form, bank, mistakes, notices }: Catalog): ClientTexts => ({
  mistakes,
  paying: form.paying,
  oneMoment: bank.oneMoment,
  almostUp: form.almostUp,
  cvcHint: form.cvcHint,
  cvcHintAmex: form.cvcHintAmex,
  notices: { connectionLost: notices.connectionLost, checking: notices.checking, offline: notices.offline },
});
