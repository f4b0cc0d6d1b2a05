import { argon2, timingSafeEqual } from 'node:crypto';
import type { Random } from '../base/random.ts';

/** Passwords are kept as argon2id with 19 MiB and two passes (OWASP's recommendation), in the usual PHC text. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** A hash takes 19 MiB for some 30 ms: so many are made at once, and so many wait, whoever sends passwords. */
const AT_ONCE = 2;
const WAITING = 32;

export const SHORTEST_PASSWORD = 12;
/** Longer is not safer; a megabyte would only be work for us. */
export const LONGEST_PASSWORD = 256;

/** Why somebody may not choose this password, as a sentence; undefined: he may. */
export const findPasswordMistake = (password: string, email: string): string | undefined => {
  const letters = Array.from(password).length;
  if (letters < SHORTEST_PASSWORD) return `A password has ${SHORTEST_PASSWORD} letters or more.`;
  if (letters > LONGEST_PASSWORD) return `A password has ${LONGEST_PASSWORD} letters at most.`;
  if (new Set(password).size < 5) return 'A password has five different letters or more.';
  const [name = ''] = email.split('@');
  if (name.length >= 4 && password.toLowerCase().includes(name.toLowerCase()))
    return 'A password does not repeat the e-mail address.';
  return undefined;
};

/** Too many passwords are being checked at this moment: nothing is known about this one. */
export class TooBusy extends Error {}

export const hashPassword = async (random: Random, password: string): Promise<string> => {
  const salt = random.bytes(SALT_BYTES);
  const hash = await derive(password, salt, COST);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(hash)}`;
};

/**
 * `stored` undefined: there is no such person, which takes as long and is never right. Throws `TooBusy` when too many
 * wait already.
 */
export const isPassword = async (stored: string | undefined, password: string): Promise<boolean> => {
  const { cost, salt, hash } = read(stored ?? NOBODY);
  const derived = await derive(password.slice(0, LONGEST_PASSWORD * 2), salt, cost);
  return timingSafeEqual(derived, hash) && stored !== undefined;
};

type Cost = { readonly memory: number; readonly passes: number; readonly parallelism: number };

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

const read = (stored: string): { readonly cost: Cost; readonly salt: Buffer; readonly hash: Buffer } => {
  const [, memory, passes, parallelism, salt = '', hash = ''] = PHC.exec(stored) ?? [];
  if (memory === undefined) throw new Error('a stored password is no argon2id text');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
};

const plain = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

const COST_TEXT = `m=${COST.memory},t=${COST.passes},p=${COST.parallelism}`;
const NOBODY = `$argon2id$v=19$${COST_TEXT}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

let running = 0;
const waiting: (() => void)[] = [];

const derive = async (password: string, salt: Buffer, cost: Cost): Promise<Buffer> => {
  await takePlace();
  try {
    return await new Promise((resolve, reject) => {
      const message = Buffer.from(password.normalize('NFC'));
      argon2('argon2id', { message, nonce: salt, tagLength: HASH_BYTES, ...cost }, (error, hash) => {
        message.fill(0);
        if (error === null) resolve(hash);
        else reject(error);
      });
    });
  } finally {
    leavePlace();
  }
};

/** Whoever leaves hands the place on, so that nobody who comes later is faster than who waits. */
const takePlace = async (): Promise<void> => {
  if (running < AT_ONCE) {
    running++;
    return;
  }
  if (waiting.length >= WAITING) throw new TooBusy('too many passwords are being checked');
  await new Promise<void>((resolve) => waiting.push(resolve));
};

const leavePlace = (): void => {
  const next = waiting.shift();
  if (next === undefined) running--;
  else next();
};
