import type { Clock } from '../../../base/clock.ts';
import { Problem } from '../../../base/problem.ts';
import { allScopes, EVERYTHING, operatorScopes, type Scope } from '../../../merchants/scopes.ts';
import type { KeyLimits } from '../../../merchants/key-limits.ts';
import { createChecks } from '../../kernel/checks.ts';
import type { Form } from '../guard.ts';

/** What a member may let a key do. */
export const offeredScopes: readonly Scope[] = allScopes.filter((scope) => !operatorScopes.has(scope));

export const scopeField = (scope: Scope): string => `scope.${scope}`;

/** Throws a `Problem` that says what is wrong with the form. */
export const readKeyForm = (
  deps: { readonly mode: 'sandbox' | 'live'; readonly clock: Clock },
  form: Form,
): { readonly name: string; readonly limits: KeyLimits } => {
  const checks = createChecks(deps);
  const name = (form['name'] ?? '').trim();
  if (name === '' || name.length > 100) throw wrong('A name has 1 to 100 letters.');
  const wrongName = checks.plainText(name);
  if (wrongName !== undefined) throw wrong(`The name ${wrongName.message}`);
  const chosen = offeredScopes.filter((scope) => form[scopeField(scope)] === 'yes');
  const isEverything = form['access'] !== 'chosen';
  if (!isEverything && chosen.length === 0) throw wrong('Choose at least one thing that the key may do.');
  const allowedAddresses = (form['addresses'] ?? '').split(/[\s,]+/).filter((one) => one !== '');
  if (allowedAddresses.length > 50) throw wrong('Name 50 addresses at most.');
  const wrongAddress = allowedAddresses.find((one) => checks.addressRange(one) !== undefined);
  if (wrongAddress !== undefined)
    throw wrong(`“${wrongAddress.slice(0, 50)}” is no IP address, nor a range of them such as 203.0.113.0/24.`);
  return {
    name,
    limits: {
      scopes: isEverything ? [EVERYTHING] : chosen,
      expiresAtMs: readExpiry(deps.clock, form['expires'] ?? ''),
      allowedAddresses: allowedAddresses.length === 0 ? undefined : [...new Set(allowedAddresses)],
    },
  };
};

const readExpiry = (clock: Clock, day: string): number | undefined => {
  if (day === '') return undefined;
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(atMs) || atMs <= clock.nowMs()) throw wrong('The day on which the key ends must be a day to come.');
  return atMs;
};

const wrong = (message: string): Problem => new Problem('invalid_fields', message);
