import { numberOf } from '../../currency-numbers.ts';
import { operate } from '../../exchange.ts';
import type { FaultPlan } from '../../fault-kinds.ts';
import type { Answer, Purchase } from '../../wire.ts';
import { brandOf, errorFor, testCards } from './cards.ts';
import { missing, partiesOf, refuse, replyOf, sendError, sendObject, type Answered, type Call } from './exchange.ts';
import { hashIn, type Form } from './form.ts';
import { intentObject, statusOf } from './objects.ts';
import { unexpected } from './intents.ts';
import { newId, type CardError, type Intent, type Method } from './state.ts';

/** The card comes: from here on it is an operation on the books, under the charge's name. */
export const confirmIntent = async (call: Call, intent: Intent): Promise<unknown> => {
  if (!isOpen(call, intent)) return unexpected(call, intent);
  const card = call.state.methods.get(call.form.get('payment_method') ?? '');
  if (card === undefined) return missing(call, 'payment_method');
  const chargeId = newId('ch');
  const { form, host } = call;
  const wantsMulticapture = form.get('payment_method_options[card][request_multicapture]') === 'if_available';
  const wantsIncrements =
    form.get('payment_method_options[card][request_incremental_authorization]') === 'if_available';
  return operate(host, purchaseOf(intent, form, { ...card, ref: chargeId }), {
    clientRef: call.key,
    // Looked at when it is done, which may be later: an intent that was canceled meanwhile, or paid, takes no card.
    declineCode: () => (isOpen(call, intent) ? testCards[card.pan]?.code : TOO_LATE),
    onEffect: ({ event }) => {
      if (event !== 'approved') return;
      intent.chargeId = chargeId;
      intent.chargeMetadata = intent.metadata;
      intent.canMulticapture = wantsMulticapture;
      intent.canIncrement = wantsIncrements;
      intent.card = { last4: card.pan.slice(-4), month: card.month, year: card.year, brand: brandOf(card.pan) };
    },
    reply: replyOf(call, (answer, plan) => {
      if (answer.responseCode === TOO_LATE) return unexpected(call, intent);
      if (answer.responseCode === '00' || answer.responseCode === '09') {
        tellApproval(call, intent);
        return sendObject(call, intentObject(call, intent, call.expand), plan);
      }
      return decline(call, intent, { answer, plan, pan: card.pan });
    }),
  });
};

const TOO_LATE = '21';

const isOpen = (call: Call, intent: Intent): boolean => statusOf(call, intent) === 'requires_payment_method';

const tellApproval = (call: Call, intent: Intent): void => {
  call.tell(
    'charge.succeeded',
    () => intentObject(call, intent, ['latest_charge'])['latest_charge'] as Record<string, unknown>,
  );
  const isSale = intent.captureMethod === 'automatic';
  call.tell(isSale ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated', () =>
    intentObject(call, intent),
  );
};

type Declined = { readonly answer: Answer; readonly plan: FaultPlan | undefined; readonly pan: string };

const decline = (call: Call, intent: Intent, { answer, plan, pan }: Declined): Answered => {
  const error: CardError = errorFor(answer.responseCode, pan);
  const isOffSession = call.form.get('off_session') === 'true';
  if (answer.responseCode === '1A' && !isOffSession) {
    intent.needsAction = true;
    call.tell('payment_intent.requires_action', () => intentObject(call, intent));
    return sendObject(call, intentObject(call, intent, call.expand), plan);
  }
  intent.lastError = error;
  call.tell('payment_intent.payment_failed', () => intentObject(call, intent));
  const message = 'The card was declined.';
  return sendError(
    call,
    402,
    { type: 'card_error', ...error, message, payment_intent: intentObject(call, intent) },
    plan,
  );
};

export const createMethod = (call: Call): Answered => {
  const card = cardIn(call.form);
  if (typeof card === 'string') return refuse(call, 'parameter_missing', card);
  const id = newId('pm');
  call.state.methods.set(id, card);
  const { pan, month, year } = card;
  const shown = { brand: brandOf(pan), last4: pan.slice(-4), exp_month: month, exp_year: year };
  return sendObject(call, { id, object: 'payment_method', type: 'card', card: shown, livemode: false });
};

const cardIn = (form: Form): Method | string => {
  const field = (name: string): string | undefined => form.get(`card[${name}]`);
  const [pan = '', month = '', year = '', cvc] = ['number', 'exp_month', 'exp_year', 'cvc'].map(field);
  if (form.get('type') !== 'card') return 'type is card.';
  if (!/^\d{12,19}$/.test(pan)) return 'card[number] is needed.';
  if (!/^([1-9]|1[0-2])$/.test(month) || !/^20\d\d$/.test(year)) return 'The expiry is needed.';
  if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) return 'A cvc has 3 or 4 digits.';
  return { pan, month: Number(month), year: Number(year), cvc };
};

const purchaseOf = (intent: Intent, form: Form, card: Method & { readonly ref: string }): Purchase => {
  const secure = hashIn(form, 'payment_method_options[card][three_d_secure]');
  const { version, electronic_commerce_indicator: eci, transaction_id: dsTransId, cryptogram: cavv } = secure;
  return {
    type: intent.captureMethod === 'automatic' ? 'SALE' : 'AUTH',
    ref: card.ref,
    amount: intent.amount,
    currency: numberOf(intent.currency) ?? '',
    ...partiesOf(intent),
    pan: card.pan,
    expiry: `${String(card.year).slice(-2)}${String(card.month).padStart(2, '0')}`,
    cvv: card.cvc,
    initiator: form.get('off_session') === 'true' ? 'MIT' : 'CIT',
    storeCredential: form.get('setup_future_usage') === 'off_session',
    mitCategory: form.get('payment_method_options[card][stored_credential_usage]')?.toUpperCase(),
    originalNetworkTransactionId: form.get('payment_method_options[card][mit_exemption][network_transaction_id]'),
    threeDs:
      version === undefined || dsTransId === undefined ? undefined : { version, eci: eci ?? '', cavv, dsTransId },
    exemption: secure['exemption_indicator'] === 'low_risk',
  };
};
