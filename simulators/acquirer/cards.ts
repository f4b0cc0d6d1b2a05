import type { MessageFaultKind } from './fault-kinds.ts';
import type { OperationType } from './wire.ts';

/** What a card number makes the host do. A number that is not listed is approved, whatever its scheme. */
export type CardRow = {
  readonly pan: string;
  readonly on: 'PURCHASE' | OperationType;
  readonly kind: MessageFaultKind;
  readonly code?: string;
  /** Only for purchases that claim an exemption. */
  readonly ifExempt?: true;
};

const decline = (pan: string, code: string): CardRow => ({ pan, on: 'PURCHASE', kind: 'decline', code });
const onPurchase = (pan: string, kind: MessageFaultKind): CardRow => ({ pan, on: 'PURCHASE', kind });

/**
 * The last four digits tell: 0 and the response code, 6 and what 3-D Secure says, 7 and a fault of the purchase, 8 and
 * a fault of what follows.
 */
export const cardRows: readonly CardRow[] = [
  decline('4000000000000051', '05'),
  decline('4000000000000135', '13'),
  decline('4000000000000143', '14'),
  decline('4000000000000416', '41'),
  decline('4000000000000432', '43'),
  decline('4000000000000515', '51'),
  decline('4000000000000549', '54'),
  decline('4000000000000572', '57'),
  decline('4000000000000598', '59'),
  decline('4000000000000614', '61'),
  decline('4000000000000622', '62'),
  decline('4000000000000630', '63'),
  // A soft decline, which any purchase passes with a cavv; of the second card only the exemption is not accepted.
  decline('4000000000006074', '1A'),
  { ...decline('4000000000000655', '1A'), ifExempt: true },
  decline('4000000000000820', 'N7'),
  decline('4000000000000911', '91'),
  decline('4000000000000960', '96'),
  // A code that no table knows.
  decline('4000000000000994', 'Z9'),

  onPurchase('4000000000007015', 'cutBefore'),
  onPurchase('4000000000007023', 'cutAfter'),
  onPurchase('4000000000007031', 'lateAnswer'),
  onPurchase('4000000000007049', 'lateEffect'),
  onPurchase('4000000000007056', 'truncated'),
  onPurchase('4000000000007064', 'garbled'),
  onPurchase('4000000000007072', 'answerTwice'),
  onPurchase('4000000000007080', 'errorPageBefore'),
  onPurchase('4000000000007098', 'errorPageAfter'),
  onPurchase('4000000000007106', 'wrongReference'),
  onPurchase('4000000000007114', 'wrongAmount'),
  onPurchase('4000000000007122', 'wrongCurrency'),
  onPurchase('4000000000007130', 'duplicateReply'),
  onPurchase('4000000000007148', 'inProgress'),
  onPurchase('4000000000007155', 'notFoundFirst'),

  { pan: '4000000000008013', on: 'CAPTURE', kind: 'decline', code: '05' },
  { pan: '4000000000008021', on: 'CAPTURE', kind: 'cutAfter' },
  { pan: '4000000000008039', on: 'VOID', kind: 'decline', code: '05' },
  { pan: '4000000000008047', on: 'VOID', kind: 'cutAfter' },
  { pan: '4000000000008054', on: 'REFUND', kind: 'decline', code: '05' },
  { pan: '4000000000008062', on: 'REFUND', kind: 'cutAfter' },
  { pan: '4000000000008070', on: 'REFUND', kind: 'inProgress' },
  { pan: '4000000000008088', on: 'REVERSAL', kind: 'cutAfter' },
  { pan: '4000000000008096', on: 'INCREMENT', kind: 'decline', code: '51' },
  { pan: '4000000000008104', on: 'INCREMENT', kind: 'cutAfter' },
];

/**
 * The journal keeps the first six and last four digits only, so that is what an authorization remembers its card by.
 */
export const cardKeyOf = (pan: string): string => pan.slice(0, 6) + pan.slice(-4);

const rowsByKey: ReadonlyMap<string, CardRow> = new Map(cardRows.map((row) => [cardKeyOf(row.pan), row] as const));

export type Played = {
  readonly cardKey: string;
  readonly type: OperationType | 'PREPARE';
  readonly isExempt: boolean;
};

export const cardRowFor = ({ cardKey, type, isExempt }: Played): CardRow | undefined => {
  const row = rowsByKey.get(cardKey);
  if (row === undefined || (row.ifExempt === true && !isExempt)) return undefined;
  const isMeant = row.on === 'PURCHASE' ? type === 'AUTH' || type === 'SALE' : row.on === type;
  return isMeant ? row : undefined;
};

/**
 * The same by amount, for any operation that has one: 9 999 0cc is declined with code cc (99,990.51 in euro: not
 * sufficient funds), 9 999 1nn plays the fault of the card that ends in 7nn.
 */
export const amountRowFor = (amount: number): Pick<CardRow, 'kind' | 'code'> | undefined => {
  const number = amount % 100;
  if (amount - number === DECLINE_AMOUNTS)
    return number === 0 ? undefined : { kind: 'decline', code: String(number).padStart(2, '0') };
  if (amount - number === FAULT_AMOUNTS) return faultRows[number - 1];
  return undefined;
};

const DECLINE_AMOUNTS = 9_999_000;
const FAULT_AMOUNTS = 9_999_100;
const faultRows = cardRows.filter((row) => row.on === 'PURCHASE' && row.kind !== 'decline');
