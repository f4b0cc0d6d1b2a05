import { Problem } from '../../../base/problem.ts';
import { noteFaults } from '../../../webhooks/endpoint-acts.ts';
import { faultKinds, type Fault, type FaultKind } from '../../../webhooks/fault-store.ts';
import { setFaults, type AskedFaults, type HowOften } from '../../../webhooks/faults.ts';
import { html, type Html } from '../../kernel/html.ts';
import { formOf, type Form } from '../guard.ts';
import { actingIn, type Act } from './endpoint-actions.ts';

/** What an endpoint is made to suffer in the sandbox. Kinds that are switched off end. */
export const setFaultsOf: Act = async ({ deps, request, address }) => {
  const asked = readFaults(formOf(request));
  await deps.db.transaction(async (query) => {
    const faults = await setFaults({ ...deps, db: { query } }, address, asked);
    if (faults === undefined) throw new Problem('not_found', 'There is no such endpoint, or it was deleted.');
    await noteFaults(deps, query, actingIn({ address, request }), { endpointId: address.id, faults });
  });
  return { done: 'faultsSet' };
};

const MOST = { next: 1_000, percent: 100 } as const;
const LONGEST_DELAY_MS = 60_000;

const readFaults = (form: Form): AskedFaults => {
  const asked: { [kind in FaultKind]?: HowOften & { readonly ms?: number } } = {};
  for (const kind of faultKinds) {
    const often = form[`${kind}.often`];
    if (often !== 'next' && often !== 'percent') continue;
    const count = wholeNumber(form[`${kind}.count`], MOST[often], `${words[kind]}: how often`);
    asked[kind] = {
      [often]: count,
      ...(kind === 'delay' && { ms: wholeNumber(form['delay.ms'], LONGEST_DELAY_MS, 'The delay in milliseconds') }),
    };
  }
  return asked as AskedFaults;
};

const wholeNumber = (text: string | undefined, most: number, what: string): number => {
  const value = /^\d{1,6}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (value >= 1 && value <= most) return value;
  throw new Problem('invalid_fields', `${what} is a whole number from 1 to ${most}.`);
};

const words: Readonly<Record<FaultKind, string>> = {
  delay: 'Held back',
  drop: 'Lost',
  duplicate: 'Sent twice',
  reorder: 'Sent before an earlier one',
  wrongSignature: 'Signed with a wrong key',
};

export const faultFields = (faults: readonly Fault[]): Html =>
  html`${faultKinds.map((kind) => {
    const fault = faults.find((one) => one.kind === kind);
    const often = fault === undefined ? '' : fault.percent === null ? 'next' : 'percent';
    const option = (value: string, name: string): Html =>
      html`<option value="${value}"${value === often && html` selected`}>${name}</option>`;
    return html`<fieldset><legend>${words[kind]}</legend>
<label for="${kind}.often">How often</label>
<select id="${kind}.often" name="${kind}.often">${option('', 'Never')}${option('next', 'The next so many')}
${option('percent', 'So many of a hundred')}</select>
<label for="${kind}.count">How many</label>
<input id="${kind}.count" name="${kind}.count" inputmode="numeric" maxlength="4" autocomplete="off"
 value="${String(fault?.remaining ?? fault?.percent ?? 1)}">
${
  kind === 'delay' &&
  html`<label for="delay.ms">For how many milliseconds</label>
<input id="delay.ms" name="delay.ms" inputmode="numeric" maxlength="5" autocomplete="off"
 value="${String(fault?.delayMs ?? 2_000)}">`
}</fieldset>
`;
  })}`;
