import type { CardBrand, CardSummary } from '../../card/card.ts';
import type { SavedCard } from '../../flow/page/checkout.ts';
import type { CardMistakes } from '../../vault/card-fields.ts';
import { BRAND_MARKS, BRAND_NAMES, MARK_SIZE, type DrawnPart } from './brand-marks.ts';
import type { Catalog } from './catalogs/catalog.ts';
import {
  CONSENT,
  METHOD_FIELD,
  publicIdOf,
  REMOVAL_CVC_FIELD,
  REMOVED_FIELD,
  SAVE_FIELD,
  type Choice,
} from './choice.ts';
import { GENERIC_CARD } from './card-form.ts';
import { html, type Html } from '../kernel/html.ts';

/**
 * The cards that the customer saved with this shop before, newest first, and the way to another one. The radio decides
 * what pays; the fields it needs stand below, for every card the same single `cvc`. Removal is asked twice, without a
 * script too: the confirmation is what `details` hides, and its summary turns into the way back.
 */
export const renderSavedCards = (
  savedCards: readonly SavedCard[],
  catalog: Catalog,
  { method, notRemoved }: SavedCardsState,
): Html => {
  const { saved } = catalog;
  return html`<fieldset class="methods">
<legend>${saved.payWith}</legend>
${savedCards.map(({ paymentMethodId, card }, row) => {
  const name = nameOf(card, saved);
  const mistake = notRemoved?.card === paymentMethodId ? notRemoved.mistakes.cvc : undefined;
  return html`<div class="method">
<input type="radio" id="method-${row}" name="${METHOD_FIELD}" value="${publicIdOf(paymentMethodId)}" data-digits="${card.bin.slice(0, BRAND_DIGITS)}"${paymentMethodId === method && CHECKED}>
<label for="method-${row}">${markOf(card.brand)}<span class="method-texts"><span class="unseen">${name}</span> <bdi dir="ltr" class="method-name" aria-hidden="true">•••• ${card.last4}</bdi> <span class="method-expiry">${saved.expires(formatExpiry(card))}</span></span></label>
<details class="removal" name="removal"${mistake !== undefined && html` open`}><summary class="link"><span class="when-closed">${saved.remove}<span class="unseen">: ${name}</span></span><span class="when-open">${saved.keep}</span></summary>
${renderRemoval(row, card, { catalog, name, sentence: mistake && catalog.mistakes.cvc[mistake] })}</details>
</div>
`;
})}<div class="method">
<input type="radio" id="method-new" name="${METHOD_FIELD}" value="new"${method === 'new' && CHECKED}>
<label for="method-new"><span class="method-mark" aria-hidden="true">${GENERIC_CARD}</span><span class="method-name">${saved.anotherCard}</span></label>
</div>
</fieldset>
`;
};

export type SavedCardsState = {
  readonly method: Choice['method'];
  readonly notRemoved: NotRemoved | undefined;
};

/** A card that stays, as its CVC was missing, or can't be that of this card. */
export type NotRemoved = { readonly card: SavedCard['paymentMethodId']; readonly mistakes: Pick<CardMistakes, 'cvc'> };

type RemovalTexts = { readonly catalog: Catalog; readonly name: string; readonly sentence: string | undefined };

/** What a removal asks for. Its fields belong to the form of removal, wherever they stand, and are not sent with a payment. */
const renderRemoval = (row: number, { brand }: CardSummary, { catalog, name, sentence }: RemovalTexts): Html => {
  const { form, saved } = catalog;
  const id = `remove-cvc-${row}`;
  return html`<div class="field field-remove"><label for="${id}">${saved.removeAsks}<span class="unseen"> ${name}</span></label>
<div class="control"><input id="${id}" name="${REMOVAL_CVC_FIELD}" form="remove-${row}" type="text" inputmode="numeric" autocomplete="off" required aria-describedby="${id}-mistake ${id}-hint" maxlength="8" dir="ltr" spellcheck="false"${sentence !== undefined && html` aria-invalid="true" autofocus`}></div>
<p class="mistake" id="${id}-mistake">${sentence}</p>
<p class="hint" id="${id}-hint">${brand === 'amex' ? form.cvcHintAmex : form.cvcHint}</p></div>
<input type="submit" class="link" form="remove-${row}" value="${saved.remove}" aria-label="${saved.remove}: ${name}">`;
};

/** A form can't stand inside another one: those of removal lie beside the form that pays, and hold no button of theirs. */
export const renderRemoveForms = (
  savedCards: readonly SavedCard[],
  { path, formToken }: { readonly path: string; readonly formToken: string },
): Html =>
  html`${savedCards.map(
    (
      { paymentMethodId },
      row,
    ) => html`<form id="remove-${row}" class="remove-form" method="post" action="${path}/remove-card" novalidate><input type="hidden" name="formToken" value="${formToken}"><input type="hidden" name="${REMOVED_FIELD}" value="${publicIdOf(paymentMethodId)}"></form>
`,
  )}`;

/** Consent is the customer's own doing, so the box starts empty; it is filled again only for who had ticked it. */
export const renderSaveOffer = (
  merchant: string,
  isTicked: boolean,
  { saved }: Catalog,
): Html => html`<div class="save-offer" id="save-offer">
<input type="checkbox" id="saveCard" name="${SAVE_FIELD}" value="${CONSENT}" aria-describedby="saveCard-hint"${isTicked && CHECKED}>
<label for="saveCard">${saved.save(merchant)}</label>
<p class="hint" id="saveCard-hint">${saved.saveHint(merchant)}</p>
</div>
`;

const CHECKED = html` checked`;

/** As many of the first digits as tell the brand, and with it the length of the CVC; the page has no use for more. */
const BRAND_DIGITS = 4;

const nameOf = ({ brand, last4 }: CardSummary, saved: Catalog['saved']): string =>
  saved.card(brand === 'unknown' ? saved.cardOfNoBrand : BRAND_NAMES[brand], last4);

/** `12/30`, from left to right in every language (Unicode LRI … PDI). */
const formatExpiry = ({ expiryMonth, expiryYear }: CardSummary): string =>
  `\u2066${String(expiryMonth).padStart(2, '0')}/${String(expiryYear % 100).padStart(2, '0')}\u2069`;

const markOf = (brand: CardBrand): Html => (brand === 'unknown' ? GENERIC_MARK : MARKS[brand]);

const drawPart = ([tag, attributes, text = '']: DrawnPart): Html =>
  html`<${tag}${Object.entries(attributes).map(([name, value]) => html` ${name}="${value}"`)}>${text}</${tag}>`;

const drawMark = (parts: readonly DrawnPart[]): Html =>
  html`<span class="method-mark" aria-hidden="true"><svg viewBox="0 0 ${MARK_SIZE.width} ${MARK_SIZE.height}" width="${MARK_SIZE.width}" height="${MARK_SIZE.height}" focusable="false">${parts.map(drawPart)}</svg></span>`;

const GENERIC_MARK = html`<span class="method-mark" aria-hidden="true">${GENERIC_CARD}</span>`;

// Drawn once: a page with saved cards is rendered for every request.
const MARKS: Readonly<Record<Exclude<CardBrand, 'unknown'>, Html>> = {
  visa: drawMark(BRAND_MARKS.visa),
  mastercard: drawMark(BRAND_MARKS.mastercard),
  maestro: drawMark(BRAND_MARKS.maestro),
  amex: drawMark(BRAND_MARKS.amex),
  discover: drawMark(BRAND_MARKS.discover),
  diners: drawMark(BRAND_MARKS.diners),
  jcb: drawMark(BRAND_MARKS.jcb),
  unionpay: drawMark(BRAND_MARKS.unionpay),
  mir: drawMark(BRAND_MARKS.mir),
};
