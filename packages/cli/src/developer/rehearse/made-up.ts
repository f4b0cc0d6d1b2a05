import { randomBytes } from 'node:crypto';

/** An event as the gateway would send it, of a session that there is not. */
export type MadeUp = {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly created: string;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
};

export type Story = {
  /** `merchantReferenceId` of every session: an order of the shop, when it wants to know its orders. */
  readonly reference: string | undefined;
  readonly nowMs: number;
};

const LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** In the shape of the gateway's ids, and of nothing that exists. */
const newId = (prefix: string): string =>
  `${prefix}_${Array.from(randomBytes(54), (byte) => LETTERS.charAt(byte % LETTERS.length)).join('')}`;

/** A session from its creation to its end: three events of one session, in their order. */
export const sessionStory = (story: Story): readonly [created: MadeUp, completed: MadeUp, late: MadeUp] => {
  const id = newId('ps');
  const open = sessionOf(story, id, { sequence: 1, status: 'open', paymentStatus: 'unpaid' });
  const paid = { ...open, sequence: 5, status: 'completed', paymentStatus: 'paid', payment: newId('py') };
  const { paymentUrl: _, ...expired } = { ...open, sequence: 2, status: 'expired', expirationReason: 'timeout' };
  return [
    eventOf(story, 'session.created', open),
    eventOf(story, 'session.completed', paid),
    eventOf(story, 'session.expired', expired),
  ];
};

export const completed = (story: Story, more: Readonly<Record<string, unknown>> = {}): MadeUp => {
  const [, event] = sessionStory(story);
  return { ...event, data: { object: { ...event.data.object, ...more } } };
};

type Changing = { readonly sequence: number; readonly status: string; readonly paymentStatus: string };

/** The same keys in the same order as the API has them. */
const sessionOf = ({ reference, nowMs }: Story, id: string, changing: Changing) => ({
  id,
  amount: 1_000,
  created: timeOf(nowMs),
  currency: 'EUR',
  customerDetails: {},
  expiresAt: timeOf(nowMs + 20 * 60_000),
  failureUrl: 'https://shop.example/failed',
  locale: 'EN',
  merchantReferenceId: reference ?? `rehearsal-${id.slice(-8)}`,
  metadata: { rehearsal: 'yes' },
  paymentData: { captureMethod: 'automatic' },
  paymentUrl: 'https://pay.example/rehearsal',
  successUrl: 'https://shop.example/paid',
  ...changing,
});

const eventOf = (
  { nowMs }: Story,
  type: string,
  object: Readonly<Record<string, unknown>> & { readonly sequence: number },
): MadeUp => ({ id: newId('ev'), created: timeOf(nowMs), data: { object }, sequence: object.sequence, type });

/** To the second, like every time of the API. */
const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** As much metadata as a request has room for (64 KB): the largest event that there can be. */
export const fullMetadata = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: 43 }, (_, at) => [`field-${String(at).padStart(2, '0')}`, '€'.repeat(500)] as const),
  );
