/**
 * Those who try out cards. They run scripts, work when they are asked to, and choose cards whose issuers do not ask by
 * themselves.
 */
import { triedBy, type Actor, type Stage } from './stage.ts';
import type { Chance } from './chance.ts';

export type Attack = {
  readonly name: string;
  readonly tries: number;
  readonly lastsMs: number;
  readonly merchants: number;
  /** Payments of honest customers at each merchant meanwhile. */
  readonly honest: number;
  readonly viaApiKey?: true;
  readonly addressOf: (n: number) => string | undefined;
  readonly panOf: (n: number, chance: Chance) => string;
  /** Of the cards that reach the bank, these are good. */
  readonly good: number;
  /** It is the code that is guessed. */
  readonly guesses?: true;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const anyCard = (n: number, chance: Chance): string =>
  `${420_000 + Math.floor(chance.next() * 9_000)}${String(n).padStart(10, '0')}`;
const oneCard = (): string => '4200001234567890';

export const attacks: readonly Attack[] = [
  {
    name: '300 cards in 7 s, one address',
    tries: 300,
    lastsMs: 7_000,
    merchants: 1,
    honest: 200,
    addressOf: () => '203.0.113.1',
    panOf: anyCard,
    good: 0.05,
  },
  {
    name: '5,000 cards in an hour, 1,000 addresses',
    tries: 5_000,
    lastsMs: HOUR,
    merchants: 1,
    honest: 1_000,
    addressOf: (n) => `198.51.${Math.floor((n % 1_000) / 250)}.${n % 250}`,
    panOf: anyCard,
    good: 0.05,
  },
  {
    name: '5,000 numbers of one BIN in an hour, 1,000 addresses',
    tries: 5_000,
    lastsMs: HOUR,
    merchants: 1,
    honest: 1_000,
    addressOf: (n) => `198.51.${Math.floor((n % 1_000) / 250)}.${n % 250}`,
    panOf: (n) => `457111${String(n).padStart(10, '0')}`,
    good: 0.01,
  },
  {
    name: '1,000 codes of one card in 22 s, a session and an address each',
    tries: 1_000,
    lastsMs: 22_000,
    merchants: 1,
    honest: 200,
    addressOf: (n) => `198.51.${Math.floor((n % 1_000) / 250)}.${n % 250}`,
    panOf: oneCard,
    good: 0,
    guesses: true,
  },
  {
    name: '1,000 codes of one card in a day, over 20 merchants and 1,000 addresses',
    tries: 1_000,
    lastsMs: 24 * HOUR,
    merchants: 20,
    honest: 50,
    addressOf: (n) => `198.51.${Math.floor((n % 1_000) / 250)}.${n % 250}`,
    panOf: oneCard,
    good: 0,
    guesses: true,
  },
  {
    name: '1,000 cards, one every five minutes, one address (slow and patient)',
    tries: 1_000,
    lastsMs: 1_000 * 5 * MINUTE,
    merchants: 1,
    honest: 2_000,
    addressOf: () => '203.0.113.1',
    panOf: anyCard,
    good: 0.05,
  },
  {
    name: '2,000 cards, one every two minutes, 20 addresses in turn (slow and patient)',
    tries: 2_000,
    lastsMs: 2_000 * 2 * MINUTE,
    merchants: 1,
    honest: 2_000,
    addressOf: (n) => `203.0.113.${n % 20}`,
    panOf: anyCard,
    good: 0.05,
  },
  {
    name: '2,000 cards in two minutes, direct payments with a key that leaked',
    tries: 2_000,
    lastsMs: 2 * MINUTE,
    merchants: 1,
    honest: 500,
    viaApiKey: true,
    addressOf: () => undefined,
    panOf: anyCard,
    good: 0.05,
  },
];

export type Reached = { tries: number; reachedBank: number; good: number };

export const attacker = async function* (
  { velocity }: Stage,
  chance: Chance,
  { attack, n, merchantId, apiKeyId }: { attack: Attack; n: number; merchantId: string; apiKeyId: string | undefined },
  reached: Reached,
): Actor {
  reached.tries++;
  const tried = triedBy({ merchantId, address: attack.addressOf(n), apiKeyId, pan: attack.panOf(n, chance) });
  const challenge = apiKeyId === undefined;
  let { step } = await velocity.screen(tried, { proofOfWork: challenge ? 'possible' : 'impossible', challenge });
  if (step === 'proofOfWork') {
    yield 300;
    ({ step } = await velocity.screen(tried, { proofOfWork: 'done', challenge }));
  }
  // Nobody is there to answer the cardholder's bank.
  if (step !== 'pass') return;
  reached.reachedBank++;
  yield chance.between([400, 1_200]);
  if (attack.guesses === true) await velocity.learn(tried, 'incorrectCvc');
  else if (chance.is(attack.good)) {
    reached.good++;
    await velocity.learn(tried, 'approved');
  }
};
