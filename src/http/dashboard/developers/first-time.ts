import { createHash } from 'node:crypto';
import type { Query } from '../../../db/db.ts';
import type { Random } from '../../../base/random.ts';
import { storeAnswer, takeKey } from '../../idempotency/store.ts';
import type { Form } from '../guard.ts';
import { Problem } from '../../../base/problem.ts';
import { hidden } from './parts.ts';
import type { Html } from '../../kernel/html.ts';

/** Goes with a form that makes something: sent twice, it makes it once. */
export const formNumber = (random: Random): Html => hidden('number', random.bytes(16).toString('base64url'));

/**
 * Throws when this form was sent before. Takes its number in the transaction of what it asks for, so that either both
 * are there or neither is; a second click waits for the first.
 */
export const refuseSecondTime = async (query: Query, merchantId: string, form: Form): Promise<void> => {
  const { number = '' } = form;
  if (!/^[\w-]{22}$/.test(number))
    throw new Problem('invalid_fields', 'This form is not whole. Load the page again and fill it in once more.');
  const requestHash = createHash('sha256').update(number).digest();
  const once = { key: `personal-area:${number}`, requestHash, mayBeRepeatOf: () => true };
  if (!(await takeKey(query, merchantId, once))) throw new Problem('conflict', SENT_BEFORE);
  await storeAnswer(query, merchantId, once, { status: 200, answer: { body: '' } });
};

const SENT_BEFORE =
  'This form was sent before, and what it asked for was done then. A key or a secret is shown only the first time: ' +
  'if you have not kept it, make another one.';
