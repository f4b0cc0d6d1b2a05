import type { AuditDeps } from '../audit/entry.ts';
import { hmacSha256, type Keys } from '../base/keys.ts';
import type { Random } from '../base/random.ts';
import type { Db } from '../db/db.ts';

export type MemberDeps = AuditDeps & { readonly db: Pick<Db, 'query' | 'transaction'> };

/** From where somebody acts, for the audit log. */
export type Origin = { readonly address: string; readonly requestId: string };

/** 256 bits that only the browser or the link holds; the database knows `hashToken` of it. */
export const newToken = (random: Random): string => random.bytes(32).toString('base64url');

export const hashToken = (keys: Keys, use: 'session' | 'link', token: string): Buffer =>
  hmacSha256(keys.deriveKeyObject('member-token-hash'), `${use}|${token}`);

export const isToken = (text: unknown): text is string => typeof text === 'string' && /^[\w-]{43}$/.test(text);
