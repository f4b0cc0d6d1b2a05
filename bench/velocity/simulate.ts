import { attacker, type Attack, type Reached } from './attackers.ts';
import { createChance } from './chance.ts';
import { addressOf, customer, nobody, type Experience, type Shop } from './customers.ts';
import type { Stage } from './stage.ts';

const DAY_MS = 24 * 3_600_000;

/** A merchant of its own for every part of a simulation. */
const newMerchantId = (part: number, n: number): string =>
  `${String(part).padStart(4, '0')}${String(n).padStart(4, '0')}-0000-7000-8000-000000000000`;

/**
 * Share of all customers, the share of tries that fail, and the share of its customers who come within ten minutes of a
 * campaign.
 */
const shops = [
  { share: 0.45, declineRate: 0.08, campaign: 0.1 },
  { share: 0.2, declineRate: 0.12, campaign: 0 },
  { share: 0.15, declineRate: 0.1, campaign: 0.4 },
  { share: 0.1, declineRate: 0.15, campaign: 0 },
  { share: 0.05, declineRate: 0.08, campaign: 0.2 },
  { share: 0.03, declineRate: 0.1, campaign: 0 },
  { share: 0.02, declineRate: 0.12, campaign: 0 },
] as const;

/** A week of honest customers at seven shops; one customer in ten pays where a shop's server asks. */
export const simulateHonest = async (stage: Stage, customers: number): Promise<Experience> => {
  const chance = createChance(20_301);
  const met = nobody();
  for (const [n, { share, declineRate, campaign }] of shops.entries()) {
    const count = Math.round(customers * share);
    const shop: Shop = { merchantId: newMerchantId(1, n), declineRate };
    for (let at = 0; at < count; at++) {
      const isDirect = chance.is(0.1);
      const address = isDirect ? undefined : addressOf(chance, shop.merchantId, count);
      const key = isDirect ? { apiKeyId: 'key' } : {};
      const arrivesMs = chance.is(campaign) ? 3 * DAY_MS + chance.next() * 600_000 : arrival(chance.next()) * DAY_MS;
      stage.enter(arrivesMs, customer(stage, chance, { ...shop, ...key, address }, met));
    }
  }
  await stage.play();
  return met;
};

/** Somewhere in the week; at night there are few. */
const arrival = (share: number): number => {
  const day = Math.floor(share * 7);
  const ofDay = share * 7 - day;
  return day + 0.3 + 0.65 * ofDay;
};

export type AttackResult = { readonly attack: Attack; readonly reached: Reached; readonly honest: Experience };

export const simulateAttack = async (stage: Stage, attack: Attack, part: number): Promise<AttackResult> => {
  const chance = createChance(40_000 + part);
  const reached: Reached = { tries: 0, reachedBank: 0, good: 0 };
  const honest = nobody();
  const apiKeyId = attack.viaApiKey === true ? 'key' : undefined;
  // Its customers are there for a day before, or as long as the attack lasts.
  const beforeMs = Math.max(DAY_MS, attack.lastsMs / 4);
  for (let shop = 0; shop < attack.merchants; shop++) {
    const merchantId = newMerchantId(100 + part, shop);
    for (let at = 0; at < attack.honest; at++) {
      const address = apiKeyId === undefined ? addressOf(chance, merchantId, attack.honest) : undefined;
      const visitor = { merchantId, declineRate: 0.1, address, ...(apiKeyId !== undefined && { apiKeyId }) };
      stage.enter(chance.next() * (beforeMs + attack.lastsMs), customer(stage, chance, visitor, honest));
    }
  }
  for (let n = 0; n < attack.tries; n++) {
    const merchantId = newMerchantId(100 + part, n % attack.merchants);
    const atMs = beforeMs + (n / attack.tries) * attack.lastsMs;
    stage.enter(atMs, attacker(stage, chance, { attack, n, merchantId, apiKeyId }, reached));
  }
  await stage.play();
  return { attack, reached, honest };
};
