import { numberOf } from '../../currency-numbers.ts';
import { operate } from '../../exchange.ts';
import {
  locked,
  missing,
  partiesOf,
  refuse,
  replyOf,
  sendError,
  sendObject,
  type Answered,
  type Call,
} from './exchange.ts';
import { hashIn } from './form.ts';
import { intentObject, statusOf } from './objects.ts';
import { newId, type Intent } from './state.ts';

const MAX_AMOUNT = 99_999_999;
/** The least that is charged, of the currencies that people try; all others take one unit. */
const minimums: Readonly<Record<string, number>> = { usd: 50, eur: 50, gbp: 30, jpy: 50, chf: 50, sek: 300, nok: 300 };

export const createIntent = async (call: Call): Promise<unknown> => {
  const { form, state, host } = call;
  const [amount, currency] = [wholeOf(form.get('amount')), form.get('currency') ?? ''];
  if (amount === undefined) return refuse(call, 'parameter_invalid_integer', 'amount is a whole number.');
  if (numberOf(currency) === undefined) return refuse(call, 'parameter_invalid_string_blank', 'No such currency.');
  if (amount > MAX_AMOUNT) return refuse(call, 'amount_too_large', 'Amount must be no more than 999,999.99.');
  if (amount < (minimums[currency] ?? 1)) return refuse(call, 'amount_too_small', 'Amount is below the least.');
  const intent: Intent = {
    id: newId('pi'),
    createdMs: host.nowMs(),
    amount,
    currency,
    captureMethod: form.get('capture_method') === 'manual' ? 'manual' : 'automatic',
    metadata: hashIn(form, 'metadata'),
    chargeId: undefined,
    chargeMetadata: {},
    operations: [],
    card: undefined,
    canMulticapture: false,
    canIncrement: false,
    needsAction: false,
    lastError: undefined,
    canceledAtMs: undefined,
    cancellationReason: undefined,
  };
  const plan = host.faults.planFor({
    type: 'PREPARE',
    ref: intent.id,
    amount: undefined,
    cardKey: '',
    ...partiesOf(intent),
    isExempt: false,
    isRepeat: true,
  });
  if (plan?.before !== undefined) {
    replyOf(call, () => undefined).spoil(plan.before);
    return undefined;
  }
  state.intents.set(intent.id, intent);
  return sendObject(call, intentObject(call, intent), plan);
};

export const wholeOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

export const showIntent = async (call: Call, intent: Intent): Promise<unknown> => {
  const { host } = call;
  return operate(
    host,
    { type: 'INQUIRY', originalRef: intent.chargeId ?? intent.id },
    {
      reply: replyOf(call, (_answer, plan) => {
        const seen = plan?.notFound === true ? { ...intent, chargeId: undefined } : intent;
        return sendObject(call, intentObject(call, seen, call.expand), plan);
      }),
    },
  );
};

export const updateIntent = (call: Call, intent: Intent): Promise<unknown> => {
  intent.metadata = { ...intent.metadata, ...hashIn(call.form, 'metadata') };
  return Promise.resolve(sendObject(call, intentObject(call, intent, call.expand)));
};

export const captureIntent = async (call: Call, intent: Intent): Promise<unknown> => {
  const { host, form } = call;
  const charge = host.ledger.authorizations.get(intent.chargeId ?? '');
  if (charge === undefined || statusOf(call, intent) !== 'requires_capture') return unexpected(call, intent);
  const left = charge.amount - charge.captured;
  const amount = form.has('amount_to_capture') ? wholeOf(form.get('amount_to_capture')) : left;
  if (amount === undefined || amount === 0) return refuse(call, 'parameter_invalid_integer', 'Not an amount.');
  if (amount > left) return refuse(call, 'amount_too_large', 'More than can be captured.');
  const isFinal = form.get('final_capture') !== 'false';
  if (!isFinal && !intent.canMulticapture)
    return refuse(call, 'parameter_invalid_empty', 'Multicapture is not available for this intent.');
  const ref = newId('cap');
  return operate(
    host,
    {
      type: 'CAPTURE',
      ref,
      originalRef: charge.ref,
      originalRrn: undefined,
      amount,
      currency: charge.currency,
      final: isFinal,
    },
    {
      clientRef: call.key,
      onEffect: ({ event }) => {
        intent.operations.push(ref);
        if (event === 'captured') intent.metadata = { ...intent.metadata, ...hashIn(form, 'metadata') };
      },
      reply: replyOf(call, ({ responseCode }, plan) => {
        if (responseCode === '09') return locked(call, plan);
        if (responseCode !== '00') return unexpectedBy(call, intent, responseCode);
        const { metadata } = intent;
        call.tell('charge.captured', () => ({ ...chargeOf(call, intent), metadata }));
        call.tell(
          statusOf(call, intent) === 'succeeded'
            ? 'payment_intent.succeeded'
            : 'payment_intent.amount_capturable_updated',
          () => intentObject(call, intent),
        );
        return sendObject(call, intentObject(call, intent, call.expand), plan);
      }),
    },
  );
};

/** The amount is the new total; it only grows. */
export const incrementIntent = async (call: Call, intent: Intent): Promise<unknown> => {
  const { host, form } = call;
  const charge = host.ledger.authorizations.get(intent.chargeId ?? '');
  if (charge === undefined || statusOf(call, intent) !== 'requires_capture') return unexpected(call, intent);
  const total = wholeOf(form.get('amount'));
  if (!intent.canIncrement)
    return refuse(
      call,
      'payment_intent_unexpected_state',
      'This intent is not eligible for incremental authorization.',
    );
  if (total === undefined || total <= charge.amount)
    return refuse(call, 'parameter_invalid_integer', 'amount must be greater than the currently authorized amount.');
  if (total > MAX_AMOUNT) return refuse(call, 'amount_too_large', 'Amount must be no more than 999,999.99.');
  const ref = newId('inc');
  const added = { amount: total - charge.amount, currency: charge.currency };
  return operate(
    host,
    { type: 'INCREMENT', ref, originalRef: charge.ref, originalRrn: undefined, ...added, final: false },
    {
      clientRef: call.key,
      onEffect: ({ event }) => {
        intent.operations.push(ref);
        if (event !== 'incremented') return;
        intent.amount = total;
        intent.metadata = { ...intent.metadata, ...hashIn(form, 'metadata') };
      },
      reply: replyOf(call, ({ responseCode }, plan) => {
        if (responseCode === '09') return locked(call, plan);
        if (responseCode !== '00') return unexpectedBy(call, intent, responseCode);
        call.tell('payment_intent.amount_capturable_updated', () => intentObject(call, intent));
        return sendObject(call, intentObject(call, intent, call.expand), plan);
      }),
    },
  );
};

const chargeOf = (call: Call, intent: Intent): Record<string, unknown> =>
  intentObject(call, intent, ['latest_charge'])['latest_charge'] as Record<string, unknown>;

const cancelable: ReadonlySet<string> = new Set(['requires_payment_method', 'requires_action', 'requires_capture']);

export const cancelIntent = async (call: Call, intent: Intent): Promise<unknown> => {
  const { host } = call;
  if (!cancelable.has(statusOf(call, intent))) return unexpected(call, intent);
  const charge = host.ledger.authorizations.get(intent.chargeId ?? '');
  intent.cancellationReason = call.form.get('cancellation_reason');
  if (charge === undefined) {
    // From here on a confirmation that is still under way comes too late.
    intent.canceledAtMs = host.nowMs();
    call.tell('payment_intent.canceled', () => intentObject(call, intent));
    return sendObject(call, intentObject(call, intent));
  }
  const ref = newId('void');
  return operate(
    host,
    {
      type: 'VOID',
      ref,
      originalRef: charge.ref,
      originalRrn: undefined,
      amount: undefined,
      currency: undefined,
      final: false,
    },
    {
      clientRef: call.key,
      onEffect: ({ event }) => {
        intent.operations.push(ref);
        if (event === 'voided') intent.canceledAtMs = host.nowMs();
      },
      reply: replyOf(call, ({ responseCode }, plan) => {
        if (responseCode === '09') return locked(call, plan);
        if (responseCode !== '00') return unexpectedBy(call, intent, responseCode);
        call.tell('payment_intent.canceled', () => intentObject(call, intent));
        return sendObject(call, intentObject(call, intent), plan);
      }),
    },
  );
};

export const unexpected = (call: Call, intent: Intent): Answered => {
  const object = intentObject(call, intent);
  return refuse(call, 'payment_intent_unexpected_state', `The intent is ${String(object['status'])}.`, object);
};

/** The books say no: it does not fit what was done before; or a fault, which is as a refusal of the network. */
const unexpectedBy = (call: Call, intent: Intent, code: string): Answered => {
  if (['12', '13', '25', '94'].includes(code)) return unexpected(call, intent);
  const message = 'The card was declined.';
  return sendError(call, 402, { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline', message });
};

export const withIntent = async (
  call: Call,
  id: string,
  act: (call: Call, intent: Intent) => Promise<unknown>,
): Promise<unknown> => {
  const intent = call.state.intents.get(id);
  if (intent === undefined) return missing(call, 'payment_intent');
  return act(call, intent);
};
