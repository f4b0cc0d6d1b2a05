import type { CheckoutView } from '../../flow/page/checkout.ts';
import { formatAmount } from './amounts.ts';
import type { Locale } from './catalogs/index.ts';
import { html, type Html } from '../kernel/html.ts';

/** Texts, or the gaps of a template that they will stand in. */
export type SummaryTexts = {
  readonly merchantName: string;
  readonly monogram: string;
  readonly amountLabel: string;
  readonly amount: string;
  /** What `sizeOf` says of the amount. */
  readonly amountSize: string;
  readonly description: string | undefined;
  readonly reference: string | undefined;
  readonly timeLeft?: { readonly ms: string; readonly text: string; readonly digits: string };
};

/** Whom the customer pays, how much, for what, and how long there is time: beside every form and status page. */
export const renderSummary = (
  texts: SummaryTexts,
  { catalog: { form } }: Locale,
  heading?: Html,
): Html => html`<section class="summary">
<p class="merchant"><span class="monogram" aria-hidden="true">${texts.monogram}</span><bdi>${texts.merchantName}</bdi></p>
${heading}<p class="amount"><span class="label">${texts.amountLabel}</span> <bdi class="figure ${texts.amountSize}">${texts.amount}</bdi></p>
<dl class="facts">
${
  texts.description !== undefined &&
  html`<div><dt>${form.description}</dt><dd><bdi>${texts.description}</bdi></dd></div>
`
}${
  texts.reference !== undefined &&
  html`<div><dt>${form.reference}</dt><dd><bdi>${texts.reference}</bdi></dd></div>
`
}${
  texts.timeLeft &&
  html`<div><dt>${form.timeLeft}</dt><dd><span id="time-left" data-ms-left="${texts.timeLeft.ms}" data-digits="${texts.timeLeft.digits}">${texts.timeLeft.text}</span></dd></div>
`
}</dl>
</section>`;

type SummarizedView = Pick<CheckoutView, 'merchantName' | 'amount'> &
  Partial<Pick<CheckoutView, 'description' | 'merchantReferenceId'>>;

/** Where there is no card form. A payment without a session has no texts for the customer. */
export const renderClosedSummary = (view: SummarizedView, locale: Locale): Html =>
  renderSummary(
    {
      merchantName: view.merchantName,
      monogram: monogramOf(view.merchantName),
      amountLabel: locale.catalog.form.amountOnly,
      amount: formatAmount(view.amount, locale.tag),
      amountSize: sizeOf(formatAmount(view.amount, locale.tag)),
      description: view.description,
      reference: view.merchantReferenceId,
    },
    locale,
  );

/** A long amount is set smaller: one that breaks in the middle of its digits reads as two. */
export const sizeOf = (amount: string): 'long' | 'short' =>
  amount.replaceAll(INVISIBLE, '').length > 12 ? 'long' : 'short';

/** Marks that give the direction of what stands beside them take no room. */
const INVISIBLE = /\p{Cf}/gu;

const graphemes = new Intl.Segmenter();

/** The first letter of the name, whole even when it is made of several code points. */
export const monogramOf = (name: string): string => {
  const start = name.trimStart().slice(0, 16);
  if (/^[a-z0-9][a-z0-9 ]/i.test(start)) return start.charAt(0).toUpperCase();
  const [first] = graphemes.segment(start);
  return (first?.segment ?? '').toUpperCase();
};
