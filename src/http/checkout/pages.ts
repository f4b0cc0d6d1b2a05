import type { AuthenticationView, CheckoutView } from '../../flow/page/checkout.ts';

/** A page without a form: it says how things stand and shows the way on. */
export type StatusPage =
  | 'processing'
  | 'challenging'
  | 'paid'
  | 'authorized'
  | 'timeout'
  | 'canceled'
  | 'endedByMerchant'
  | 'exhausted'
  | 'unknown'
  | 'error'
  | 'away'
  | 'crossSite';

/** Why the form is shown again, other than a decline. The last three are said by the page's script alone. */
export type Notice =
  'notSent' | 'stale' | 'cardRemoved' | 'abandoned' | 'confirmed' | 'connectionLost' | 'checking' | 'offline';

type State = CheckoutView['state'];
type Detail = CheckoutView['expirationReason'] | CheckoutView['captureMethod'] | AuthenticationView['stage'];

/** Which page a session gets. The first row that fits counts; a row without detail fits every one. */
const PAGES: readonly (readonly [state: State, detail: Detail, page: StatusPage | 'form'])[] = [
  ['open', undefined, 'form'],
  ['paying', 'challenging', 'challenging'],
  // The issuer has said yes, and the card was lost with the page that held it: it is typed once more.
  ['paying', 'cleared', 'form'],
  ['paying', undefined, 'processing'],
  ['completed', 'manual', 'authorized'],
  ['completed', undefined, 'paid'],
  ['expired', 'merchant', 'endedByMerchant'],
  ['expired', 'attemptsExhausted', 'exhausted'],
  ['expired', 'customerCanceled', 'canceled'],
  ['expired', undefined, 'timeout'],
];

export const pageOf = (view: CheckoutView): StatusPage | 'form' => {
  const { state, msLeft } = view;
  // Past its time, and nobody has come round to ending it: a form would take a card for nothing.
  if (state === 'open' && msLeft <= 0) return 'timeout';
  const detail = detailOf(view);
  const row = PAGES.find(
    ([rowState, rowDetail]) => rowState === state && (rowDetail === undefined || rowDetail === detail),
  );
  return row?.[2] ?? 'error';
};

const detailOf = ({ state, expirationReason, captureMethod, authentication }: CheckoutView): Detail => {
  if (state === 'paying') return authentication?.stage;
  return state === 'completed' ? captureMethod : expirationReason;
};

/** The form is shown for the card of a payment that its issuer has confirmed, rather than for a new one. */
export const isConfirmed = ({ state, authentication }: CheckoutView): boolean =>
  state === 'paying' && authentication?.stage === 'cleared';

/** The mark at the head of a status page, and its HTTP status. */
export const STATUS_PAGES: Readonly<Record<StatusPage, { readonly icon: StatusIcon; readonly httpStatus: number }>> = {
  processing: { icon: 'waiting', httpStatus: 200 },
  challenging: { icon: 'bank', httpStatus: 200 },
  paid: { icon: 'done', httpStatus: 200 },
  authorized: { icon: 'done', httpStatus: 200 },
  timeout: { icon: 'clock', httpStatus: 200 },
  canceled: { icon: 'stopped', httpStatus: 200 },
  endedByMerchant: { icon: 'stopped', httpStatus: 200 },
  exhausted: { icon: 'stopped', httpStatus: 200 },
  unknown: { icon: 'question', httpStatus: 404 },
  error: { icon: 'question', httpStatus: 500 },
  /** We can't look at the payment now, and soon can again. */
  away: { icon: 'waiting', httpStatus: 503 },
  crossSite: { icon: 'stopped', httpStatus: 403 },
};

export type StatusIcon = 'waiting' | 'bank' | 'done' | 'clock' | 'stopped' | 'question';
