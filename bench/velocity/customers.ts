/** Honest customers: whom they share an address with, how often a try of theirs fails, and what they do then. */
import { triedBy, type Actor, type Stage } from './stage.ts';
import type { Chance } from './chance.ts';

/** What the defence did to them. `blocked`: a try of theirs was stopped by it, whatever they did afterwards. */
export type Experience = {
  customers: number;
  paid: number;
  worked: number;
  demanded: number;
  blocked: number;
  blockedAndLost: number;
};

export const nobody = (): Experience => ({
  customers: 0,
  paid: 0,
  worked: 0,
  demanded: 0,
  blocked: 0,
  blockedAndLost: 0,
});

export type Shop = {
  readonly merchantId: string;
  /** Its own share of tries that fail, as some sell what many cannot afford. */
  readonly declineRate: number;
  /** Set where the shop's server asks, without a page. */
  readonly apiKeyId?: string;
};

/** Shares of customers, and how many of them have one address. */
const crowds = [
  { share: 0.5, perAddress: 2, name: 'home' },
  { share: 0.2, perAddress: 200, name: 'office' },
  { share: 0.25, perAddress: 4_000, name: 'carrier' },
  { share: 0.05, perAddress: 40, name: 'café' },
] as const;

export const addressOf = (chance: Chance, shop: string, customers: number): string => {
  let left = chance.next();
  const at = crowds.findIndex(({ share }) => (left -= share) < 0);
  const crowd = crowds[at] ?? crowds[0];
  const count = Math.max(1, Math.ceil((customers * crowd.share) / crowd.perAddress));
  const n = Math.floor(chance.next() * count);
  return `2a0${at}:${shop.slice(0, 4)}:${(n >> 16).toString(16)}:${(n & 0xffff).toString(16)}::1`;
};

/** Half of all cards are of few issuers, the rest of many. */
const binOf = (chance: Chance): string =>
  chance.is(0.5)
    ? String(450_000 + Math.floor(chance.next() * 20))
    : String(510_000 + Math.floor(chance.next() * 3_000));

const newPan = (chance: Chance): string =>
  `${binOf(chance)}${String(Math.floor(chance.next() * 1e10)).padStart(10, '0')}`;

export const HONEST = {
  /** No script runs, or it is kept from running. */
  withoutScript: 0.01,
  /** Of the cards, these have an issuer that can be made to ask its cardholder. */
  canBeChallenged: 0.92,
  /** Issuers that ask by themselves. */
  isChallenged: 0.25,
  passesChallenge: 0.95,
  /** Of the tries that fail, these were typed wrongly, and are right the next time. */
  typos: 0.35,
  /** Of these, the code was wrong, and not the date. */
  typosOfCode: 0.5,
  /** Whoever is declined for another reason takes another card, or goes. */
  takesAnotherCard: 0.7,
  bankTakesMs: [400, 2_500],
  challengeTakesMs: [15_000, 90_000],
  thinksMs: [8_000, 60_000],
} as const;

type Visit = {
  readonly stage: Stage;
  readonly chance: Chance;
  readonly shop: Shop & { readonly address: string | undefined };
  readonly hasScript: boolean;
  readonly did: { worked: boolean; demanded: boolean; blocked: boolean };
};

export const customer = async function* (stage: Stage, chance: Chance, shop: Visit['shop'], met: Experience): Actor {
  met.customers++;
  const hasScript = shop.apiKeyId === undefined && !chance.is(HONEST.withoutScript);
  const visit: Visit = { stage, chance, shop, hasScript, did: { worked: false, demanded: false, blocked: false } };
  let card = { pan: newPan(chance), isTypedAgain: false };
  let hasPaid = false;
  for (let declines = 0; declines < MOST_DECLINES; declines++) {
    hasPaid = yield* tryToPay(visit, card);
    if (hasPaid) break;
    if (!card.isTypedAgain && chance.is(HONEST.typos)) card = { ...card, isTypedAgain: true };
    else if (chance.is(HONEST.takesAnotherCard)) card = { pan: newPan(chance), isTypedAgain: false };
    else break;
    yield chance.between(HONEST.thinksMs);
  }
  tally(met, visit, hasPaid);
};

const MOST_DECLINES = 5;

const tally = (met: Experience, { did }: Visit, hasPaid: boolean): void => {
  if (hasPaid) met.paid++;
  if (did.worked) met.worked++;
  if (did.demanded) met.demanded++;
  if (did.blocked) met.blocked++;
  if (did.blocked && !hasPaid) met.blockedAndLost++;
};

/** True: it was approved. */
const tryToPay = async function* (
  { stage: { velocity }, chance, shop, hasScript, did }: Visit,
  { pan, isTypedAgain }: { readonly pan: string; readonly isTypedAgain: boolean },
): AsyncGenerator<number, boolean> {
  const tried = triedBy({ ...shop, apiKeyId: shop.apiKeyId, pan });
  const canBeChallenged = chance.is(HONEST.canBeChallenged);
  // Most shops' servers name a way back for their customers; the others' can't be sent to their bank.
  const challenge = shop.apiKeyId === undefined || chance.is(0.8);
  let { step } = await velocity.screen(tried, { proofOfWork: hasScript ? 'possible' : 'impossible', challenge });
  if (step === 'proofOfWork') {
    did.worked = true;
    yield WORK_MS;
    ({ step } = await velocity.screen(tried, { proofOfWork: 'done', challenge }));
  }
  const isDemanded = step === 'challenge';
  if (isDemanded) did.demanded = true;
  if (step === 'refuse' || (isDemanded && !canBeChallenged)) {
    did.blocked = true;
    return false;
  }
  if (isDemanded || (canBeChallenged && chance.is(HONEST.isChallenged))) {
    await velocity.learn(tried, 'challenged');
    yield chance.between(HONEST.challengeTakesMs);
    if (!chance.is(HONEST.passesChallenge)) return false;
  }
  yield chance.between(HONEST.bankTakesMs);
  const isApproved = isTypedAgain || !chance.is(shop.declineRate);
  if (isApproved) await velocity.learn(tried, 'approved');
  else if (chance.is(HONEST.typos * HONEST.typosOfCode)) await velocity.learn(tried, 'incorrectCvc');
  return isApproved;
};

const WORK_MS = 1_000;
