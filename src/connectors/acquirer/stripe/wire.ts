/** Stripe's objects, as far as they are read. A field of the wrong shape is as good as missing. */

export const intentStatuses = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'canceled',
  'succeeded',
] as const;
export type IntentStatus = (typeof intentStatuses)[number];

export type Intent = {
  readonly id: string;
  readonly status: IntentStatus;
  readonly amount: bigint;
  readonly amountReceived: bigint;
  readonly currency: string;
  readonly captureMethod: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  /** Its id is known even where the charge was not asked for. */
  readonly chargeId: string | undefined;
  readonly charge: Charge | undefined;
  readonly lastError: WireError | undefined;
};

export type Charge = {
  readonly id: string;
  readonly status: string | undefined;
  readonly amount: bigint;
  readonly amountCaptured: bigint;
  readonly amountRefunded: bigint;
  readonly isRefunded: boolean;
  readonly currency: string;
  readonly authorizationCode: string | undefined;
  readonly networkTransactionId: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly intentId: string | undefined;
  readonly createdMs: number;
  /** Only where they were asked for. */
  readonly refunds: readonly Refund[] | undefined;
};

export type Refund = {
  readonly id: string;
  readonly status: string | undefined;
  readonly amount: bigint;
  readonly currency: string;
  readonly intentId: string | undefined;
  readonly failureReason: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdMs: number;
};

export type WireError = {
  readonly type: string | undefined;
  readonly code: string | undefined;
  readonly declineCode: string | undefined;
  /** The intent that the error is about, as it is. */
  readonly intent: Intent | undefined;
};

export type Page<Item> = { readonly items: readonly Item[]; readonly hasMore: boolean };

export type Fields = Readonly<Record<string, unknown>>;

/** Undefined: not a JSON object. */
export const parseObject = (body: Buffer): Fields | undefined => {
  try {
    return fieldsOf(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
};

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

export const readIntent = (fields: Fields | undefined): Intent | undefined => {
  if (fields?.['object'] !== 'payment_intent') return undefined;
  const id = textIn(fields, 'id', ID);
  const status = intentStatuses.find((known) => known === fields['status']);
  const [amount, currency] = [wholeIn(fields, 'amount'), textIn(fields, 'currency', CURRENCY)];
  if (id === undefined || status === undefined || amount === undefined || currency === undefined) return undefined;
  const charge = readCharge(fieldsOf(fields['latest_charge']));
  return {
    id,
    status,
    amount,
    amountReceived: wholeIn(fields, 'amount_received') ?? 0n,
    currency,
    captureMethod: textIn(fields, 'capture_method', CODE),
    metadata: metadataIn(fields),
    chargeId: charge?.id ?? textIn(fields, 'latest_charge', ID),
    charge,
    lastError: readError(fieldsOf(fields['last_payment_error'])),
  };
};

export const readCharge = (fields: Fields | undefined): Charge | undefined => {
  if (fields?.['object'] !== 'charge') return undefined;
  const id = textIn(fields, 'id', ID);
  const [amount, currency] = [wholeIn(fields, 'amount'), textIn(fields, 'currency', CURRENCY)];
  const created = wholeIn(fields, 'created');
  if (id === undefined || amount === undefined || currency === undefined || created === undefined) return undefined;
  const card = fieldsOf(fieldsOf(fields['payment_method_details'])?.['card']);
  return {
    id,
    status: textIn(fields, 'status', CODE),
    amount,
    amountCaptured: wholeIn(fields, 'amount_captured') ?? 0n,
    amountRefunded: wholeIn(fields, 'amount_refunded') ?? 0n,
    isRefunded: fields['refunded'] === true,
    currency,
    authorizationCode: textIn(card, 'authorization_code', /^[0-9A-Za-z]{1,16}$/),
    networkTransactionId: textIn(card, 'network_transaction_id', TEXT),
    metadata: metadataIn(fields),
    intentId: idIn(fields, 'payment_intent'),
    createdMs: Number(created) * 1_000,
    refunds: readPage(fieldsOf(fields['refunds']), readRefund)?.items,
  };
};

export const readRefund = (fields: Fields | undefined): Refund | undefined => {
  if (fields?.['object'] !== 'refund') return undefined;
  const id = textIn(fields, 'id', ID);
  const [amount, currency] = [wholeIn(fields, 'amount'), textIn(fields, 'currency', CURRENCY)];
  const created = wholeIn(fields, 'created');
  if (id === undefined || amount === undefined || currency === undefined || created === undefined) return undefined;
  return {
    id,
    status: textIn(fields, 'status', CODE),
    amount,
    currency,
    intentId: idIn(fields, 'payment_intent'),
    failureReason: textIn(fields, 'failure_reason', CODE),
    metadata: metadataIn(fields),
    createdMs: Number(created) * 1_000,
  };
};

/** Undefined: an entry can't be read. A list with a hole would say that something is not there. */
export const readPage = <Item>(
  fields: Fields | undefined,
  read: (fields: Fields | undefined) => Item | undefined,
): Page<Item> | undefined => {
  const data: unknown = fields?.['data'];
  if (fields?.['object'] !== 'list' || !Array.isArray(data)) return undefined;
  const items: Item[] = [];
  for (const entry of data as readonly unknown[]) {
    const item = read(fieldsOf(entry));
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { items, hasMore: fields['has_more'] === true };
};

export const readError = (fields: Fields | undefined): WireError | undefined =>
  fields === undefined
    ? undefined
    : {
        type: textIn(fields, 'type', CODE),
        code: textIn(fields, 'code', CODE),
        declineCode: textIn(fields, 'decline_code', CODE),
        intent: readIntent(fieldsOf(fields['payment_intent'])),
      };

const ID = /^[A-Za-z0-9_]{1,255}$/;
const CODE = /^[a-z0-9_]{1,100}$/;
const CURRENCY = /^[a-z]{3}$/;
const TEXT = /^[\x21-\x7e]{1,64}$/;

export const textIn = (fields: Fields | undefined, name: string, pattern: RegExp): string | undefined => {
  const value = fields?.[name];
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
};

export const wholeIn = (fields: Fields, name: string): bigint | undefined => {
  const value = fields[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
};

/** Another object's id, whether it was expanded or not. */
const idIn = (fields: Fields, name: string): string | undefined =>
  textIn(fields, name, ID) ?? textIn(fieldsOf(fields[name]), 'id', ID);

const metadataIn = (fields: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fieldsOf(fields['metadata']) ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  );
