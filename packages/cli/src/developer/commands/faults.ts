import type { WebhookFaults, WebhookFaultsSet } from '../../sdk.ts';
import { UsageError, type Flag, type Given, type Result } from '../../tool/command.ts';
import { splitList } from '../../tool/flags.ts';
import type { Command } from '../deps.ts';
import { pretty } from '../show.ts';
import { ENDPOINT } from './endpoints.ts';

export const endpointsFaults: Command = {
  words: 'endpoints faults',
  about: 'shows what an endpoint is made to suffer in the sandbox',
  flags: {},
  operands: [ENDPOINT],
  run: async ({ connect }, { endpoint = '' }) => shown(await connect().webhookEndpoints.faults.retrieve(endpoint)),
};

const HOW_OFTEN = '3 (the next three), 20% (by chance) or all';

const faultFlag = (what: string): Flag => ({ about: `${what}: ${HOW_OFTEN}`, isRequired: false });

export const endpointsSetFaults: Command = {
  words: 'endpoints set-faults',
  about: 'makes deliveries to an endpoint go wrong, in the sandbox, to see how your code takes it',
  flags: {
    delay: { about: 'holds back for so many milliseconds, such as 2000, or 2000,3 and 2000,20%', isRequired: false },
    drop: faultFlag('loses'),
    duplicate: faultFlag('sends twice'),
    reorder: faultFlag('sends before an earlier one of the session'),
    'wrong-signature': faultFlag('signs with a wrong key'),
  },
  operands: [ENDPOINT],
  more: ['Faults that are not named end. The log of deliveries says which try had which fault.'],
  examples: [
    'tollgate endpoints set-faults we_… --duplicate all --reorder 20%',
    'tollgate endpoints set-faults we_… --delay 5000,1',
    'tollgate endpoints clear-faults we_…',
  ],
  run: async ({ connect }, { endpoint = '', ...given }) => {
    const faults = faultsOf(given);
    if (Object.keys(faults).length === 0)
      throw new UsageError('No fault is named; `tollgate endpoints clear-faults` ends them all.');
    return shown(await connect().webhookEndpoints.faults.set(endpoint, faults));
  },
};

export const endpointsClearFaults: Command = {
  words: 'endpoints clear-faults',
  about: 'ends all faults of an endpoint',
  flags: {},
  operands: [ENDPOINT],
  run: async ({ connect }, { endpoint = '' }) => shown(await connect().webhookEndpoints.faults.clear(endpoint)),
};

const faultsOf = ({ delay, drop, duplicate, reorder, 'wrong-signature': wrongSignature }: Given): WebhookFaultsSet => ({
  ...(delay !== undefined && { delay: delayOf(delay) }),
  ...(drop !== undefined && { drop: howOften('drop', drop) }),
  ...(duplicate !== undefined && { duplicate: howOften('duplicate', duplicate) }),
  ...(reorder !== undefined && { reorder: howOften('reorder', reorder) }),
  ...(wrongSignature !== undefined && { wrongSignature: howOften('wrong-signature', wrongSignature) }),
});

const delayOf = (text: string) => {
  const [ms = '', often = 'all'] = splitList(text);
  if (!/^\d{1,5}$/.test(ms)) throw new UsageError('--delay must be milliseconds, such as 2000 or 2000,20%.');
  return { ms: Number(ms), ...howOften('delay', often) };
};

const howOften = (flag: string, text: string): { readonly next?: number; readonly percent?: number } => {
  if (text === 'all') return { percent: 100 };
  const [, digits, sign] = /^(\d{1,4})(%?)$/.exec(text) ?? [];
  if (digits === undefined) throw new UsageError(`--${flag} must be ${HOW_OFTEN}.`);
  return sign === '%' ? { percent: Number(digits) } : { next: Number(digits) };
};

const shown = (faults: WebhookFaults): Result => ({
  json: faults,
  lines: Object.keys(faults).length === 0 ? ['No faults: deliveries are what they are in life.'] : pretty(faults),
});
