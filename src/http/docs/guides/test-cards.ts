import { declinedCvcs, testCards, type TestCard, type TestCardBehavior } from '../../../card/test-cards.ts';
import { html, type Html } from '../../kernel/html.ts';
import { prose, section, table } from '../parts.ts';
import type { DocsPage, Site } from '../site.ts';

export const testCardsGuide: DocsPage = {
  slug: 'test-cards',
  title: 'Test cards',
  summary: 'Numbers for the sandbox: one for every answer a bank can give, and for every way it can fail to.',
  isSandboxOnly: true,
  render: (site) => html`
${section('rules', 'For all of them', rules(site))}
${groups.map(({ id, title, about, holds, last = reason }) =>
  section(
    id,
    title,
    html`<p>${prose(about)}</p>
${cardTable(testCards.filter(holds), last)}`,
  ),
)}`,
};

const rules = (site: Site): Html => html`<ul>
<li>Any expiry in the future, any name, CVC 123 (four digits for American Express).</li>
<li>With CVC ${declinedCvcs.map((cvc, at) => html`${at > 0 && ', '}<strong>${cvc}</strong>`)} any of them is declined:
wrong data.</li>
<li>No money moves: the sandbox's banks, one that takes money and one that asks customers, are programs beside the
gateway. They do what these numbers say, and keep journals of their own.</li>
<li>They do the same at every host that <code>npm start -- --acquirer …</code> simulates. At Stripe's, Stripe's own test
cards work, too; at Adyen's, the cardholder names by which it declines, such as <code>NOT_ENOUGH_BALANCE</code>.</li>
<li>For programs the same is at <a href="${site.basePath}/test-cards" type="application/json"><code>GET
/test-cards</code></a>, as JSON to whoever does not ask for HTML.</li>
</ul>`;

/** The last column of a table. */
type Column = { readonly title: string; readonly of: (card: TestCard) => string | undefined };

type Group = {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly holds: (card: TestCard) => boolean;
  readonly last?: Column;
};

const reason: Column = { title: 'Reason', of: ({ declineReason }) => declineReason };
const issuer: Column = { title: 'threeDs', of: ({ threeDs }) => threeDs };
const fault: Column = { title: 'Fault', of: ({ threeDsFault }) => threeDsFault };

const failsAt =
  (place: RegExp) =>
  ({ threeDsFault }: TestCard): boolean =>
    threeDsFault !== undefined && place.test(threeDsFault);

const afterThePayment: ReadonlySet<TestCardBehavior> = new Set<TestCardBehavior>([
  'captureDeclined',
  'captureCut',
  'voidDeclined',
  'voidCut',
  'refundDeclined',
  'refundCut',
  'refundInProgress',
  'reversalCut',
  'incrementDeclined',
  'incrementCut',
]);

/** Every card is in exactly one of them. */
const groups: readonly Group[] = [
  {
    id: 'threeds',
    title: 'With and without 3-D Secure',
    about:
      'The first one is what you want most of the time. On the page of the simulated bank the code `123456` is ' +
      'right; the buttons Success and Fail end it at once.',
    holds: ({ threeDs, threeDsFault }) => threeDs !== undefined && threeDsFault === undefined,
    last: issuer,
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
    about:
      'The customer stays on the page and may try again, five times at most; then the session ends. The payment ' +
      'shows the reason as `lastError.declineReason`.',
    holds: ({ behavior, threeDs }) => behavior === 'declined' && threeDs === undefined,
  },
  {
    id: 'faults',
    title: 'The bank fails',
    about:
      'What banks really do. Nothing is lost and nobody pays twice: while the outcome is not known the page says ' +
      'so, the gateway asks the bank until it knows, and then the page, the return and the webhook follow.',
    holds: ({ behavior }) => behavior !== 'approved' && behavior !== 'declined' && !afterThePayment.has(behavior),
  },
  {
    id: 'afterwards',
    title: 'What comes after goes wrong',
    about: 'For captures, cancels and refunds: they are asked for again, or found out about, like payments.',
    holds: ({ behavior }) => afterThePayment.has(behavior),
  },
  {
    id: 'threeds-method',
    title: '3-D Secure: the first look fails',
    about:
      'Before an issuer decides, it may look at the browser in a hidden frame. The payment waits for that 10 ' +
      'seconds at most.',
    holds: failsAt(/^method/),
    last: fault,
  },
  {
    id: 'threeds-directory',
    title: '3-D Secure: the question fails',
    about:
      'The directory server is where the gateway asks. An answer that proves nothing is as good as none: by ' +
      'default the payment goes on without protection.',
    holds: failsAt(/^(ds|ares)/),
    last: fault,
  },
  {
    id: 'threeds-challenge',
    title: '3-D Secure: the challenge fails',
    about:
      'The customer is to be asked, and the page of the bank does not play along. The payment page always offers ' +
      'a way out.',
    holds: failsAt(/^(acs|challenge)/),
    last: fault,
  },
  {
    id: 'threeds-result',
    title: '3-D Secure: the result fails',
    about:
      'The result (RReq) goes from the bank to the gateway, and it alone decides. Nobody is charged on the word ' +
      'of a browser.',
    holds: failsAt(/^rreq/),
    last: fault,
  },
  {
    id: 'threeds-return',
    title: '3-D Secure: the way back fails',
    about: 'What the browser brings back from the bank (CRes) is a signal to the page and proves nothing.',
    holds: failsAt(/^cres/),
    last: fault,
  },
];

const cardTable = (cards: readonly TestCard[], last: Column): Html =>
  table(
    ['Number', 'Brand', 'What happens', last.title],
    cards.map((card) => [
      html`<code>${grouped(card.pan, card.brand)}</code>`,
      card.brand,
      card.title,
      html`${last.of(card) === undefined ? '–' : html`<code>${last.of(card)}</code>`}`,
    ]),
    (row) => `card-${cards[row]?.pan ?? row}`,
  );

/** As it is printed on the card. Forms take it with the spaces. */
const grouped = (pan: string, brand: TestCard['brand']): string =>
  brand === 'amex' ? pan.replace(/^(\d{4})(\d{6})/, '$1 $2 ') : pan.replaceAll(/\d{4}(?=\d)/g, '$& ');
