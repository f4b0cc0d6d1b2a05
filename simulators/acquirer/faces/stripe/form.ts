/** A form with Stripe's names, `payment_method_data[card][number]`, and what is wrong with it. */
export type Form = ReadonlyMap<string, string>;

export const parseForm = (text: string): Form => new Map(new URLSearchParams(text));

/** Names in the words of the API, with `*` for what the caller chooses. */
const known: Readonly<Record<string, readonly string[]>> = {
  create: ['amount', 'currency', 'capture_method', 'payment_method_types[*]', 'metadata[*]', 'expand[*]'],
  method: [
    'type',
    'card[number]',
    'card[exp_month]',
    'card[exp_year]',
    'card[cvc]',
    'billing_details[name]',
    'metadata[*]',
    'expand[*]',
  ],
  confirm: [
    'payment_method',
    'payment_method_options[card][three_d_secure][*]',
    'payment_method_options[card][request_multicapture]',
    'payment_method_options[card][request_incremental_authorization]',
    'payment_method_options[card][stored_credential_usage]',
    'payment_method_options[card][mit_exemption][network_transaction_id]',
    'setup_future_usage',
    'off_session',
    'error_on_requires_action',
    'expand[*]',
  ],
  update: ['metadata[*]', 'description', 'expand[*]'],
  capture: ['amount_to_capture', 'final_capture', 'metadata[*]', 'expand[*]'],
  cancel: ['cancellation_reason', 'expand[*]'],
  increment_authorization: ['amount', 'metadata[*]', 'expand[*]'],
  refund: ['payment_intent', 'charge', 'amount', 'reason', 'metadata[*]', 'expand[*]'],
  webhook_endpoint: ['url', 'enabled_events[*]'],
};

/** The first name that the call does not have. */
export const unknownName = (call: string, form: Form): string | undefined =>
  [...form.keys()].find((name) => !(known[call] ?? []).some((pattern) => fits(pattern, name)));

const fits = (pattern: string, name: string): boolean => {
  const [start = '', end] = pattern.split('*');
  return end === undefined
    ? name === pattern
    : name.startsWith(start) && name.endsWith(end) && name.length >= pattern.length - 1;
};

/** The pairs of a hash: `metadata[order]=7` is `order`: `7`. */
export const hashIn = (form: Form, hash: string): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(`${hash}[`) && name.endsWith(']') ? [[name.slice(hash.length + 1, -1), value] as const] : [],
    ),
  );

/** The entries of a list: `expand[]=a` or `expand[0]=a`. */
export const listIn = (text: string, list: string): readonly string[] =>
  [...new URLSearchParams(text)].flatMap(([name, value]) =>
    name.startsWith(`${list}[`) && /^\d*\]$/.test(name.slice(list.length + 1)) ? [value] : [],
  );
