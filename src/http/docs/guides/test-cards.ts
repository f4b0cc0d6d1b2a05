import { declinedCvcs, testCards, type TestCard, type TestCardBehavior } from '../../../card/test-cards.ts';
import { html, type Html } from '../../checkout/html.ts';
import { prose, section, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const testCardsGuide: DocsPage = {
  slug: 'test-cards',
  title: 'Test cards',
  summary: 'Numbers for the sandbox: one for every answer a bank can give, and for every way it can fail to.',
  isSandboxOnly: true,
  render: (site) => html`
${section('rules', 'For all of them', rules(site))}
${groups.map(({ id, title, about, holds }) => section(id, title, html`<p>${prose(about)}</p>
${cardTable(testCards.filter(holds))}`))}`,
};

const rules = (site: Site): Html => html`<ul>
<li>Any expiry in the future, any name, CVC 123 (four digits for American Express).</li>
<li>With CVC ${declinedCvcs.map((cvc, at) => html`${at > 0 && ', '}<strong>${cvc}</strong>`)} any of them is declined:
wrong data.</li>
<li>No money moves: the sandbox's bank is a program beside the gateway. It does what these numbers say, and keeps a
journal of its own.</li>
<li>For programs the same is at <a href="${site.basePath}/test-cards" type="application/json"><code>GET
/test-cards</code></a>, as JSON to whoever does not ask for HTML.</li>
</ul>`;

type Group = { readonly id: string; readonly title: string; readonly about: string; readonly holds: (card: TestCard) => boolean };

const afterThePayment: ReadonlySet<TestCardBehavior> = new Set<TestCardBehavior>([
  'captureDeclined', 'captureCut', 'voidDeclined', 'voidCut', 'refundDeclined', 'refundCut', 'refundInProgress', 'reversalCut',
]);

/** Every card is in exactly one of them. */
const groups: readonly Group[] = [
  {
    id: 'threeds',
    title: 'With and without 3-D Secure',
    about: 'The first one is what you want most of the time. 3-D Secure is not part of this release: until it is, the others are approved without it.',
    holds: ({ threeDs }) => threeDs !== undefined,
  },
  {
    id: 'approved',
    title: 'Approved',
    about: 'One of each brand, and the lengths that forms stumble over.',
    holds: ({ behavior, threeDs }) => behavior === 'approved' && threeDs === undefined,
  },
  {
    id: 'declined',
    title: 'Declined',
    about: 'The customer stays on the page and may try again, five times at most; then the session ends. The payment shows the reason as `lastError.declineReason`.',
    holds: ({ behavior }) => behavior === 'declined',
  },
  {
    id: 'faults',
    title: 'The bank fails',
    about: 'What banks really do. Nothing is lost and nobody pays twice: while the outcome is not known the page says so, the gateway asks the bank until it knows, and then the page, the return and the webhook follow.',
    holds: ({ behavior }) => behavior !== 'approved' && behavior !== 'declined' && !afterThePayment.has(behavior),
  },
  {
    id: 'afterwards',
    title: 'What comes after goes wrong',
    about: 'For captures, cancels and refunds: they are asked for again, or found out about, like payments.',
    holds: ({ behavior }) => afterThePayment.has(behavior),
  },
];

const cardTable = (cards: readonly TestCard[]): Html =>
  table(['Number', 'Brand', 'What happens', 'Reason'], cards.map(({ pan, brand, title, declineReason }) => [
    html`<code>${grouped(pan, brand)}</code>`,
    brand,
    title,
    declineReason === undefined ? '–' : html`<code>${declineReason}</code>`,
  ]), (row) => `card-${cards[row]?.pan ?? row}`);

/** As it is printed on the card. Forms take it with the spaces. */
const grouped = (pan: string, brand: TestCard['brand']): string =>
  brand === 'amex' ? pan.replace(/^(\d{4})(\d{6})/, '$1 $2 ') : pan.replaceAll(/\d{4}(?=\d)/g, '$& ');
