import type { Money } from '../../../base/money.ts';
import type {
  AuthorizeRequest,
  CaptureRequest,
  Decline,
  DeclineReason,
  IncrementRequest,
  Initiator,
  RefundRequest,
  VoidRequest,
} from '../contract.ts';
import type { Cause } from './causes.ts';
import { numberOf } from '../../../base/currency-numbers.ts';
import type { WireFollowUp, WirePurchase } from './wire.ts';

/**
 * The host's response code → our reason. `soft`: the same card may pass with 3-D Secure. A code without a row is
 * `doNotHonor`.
 */
const declines: Readonly<Record<string, { readonly reason: DeclineReason; readonly soft?: true }>> = {
  '05': { reason: 'doNotHonor' },
  '12': { reason: 'notPermitted' },
  '13': { reason: 'invalidAmount' },
  '14': { reason: 'incorrectNumber' },
  '1A': { reason: 'authenticationRequired', soft: true },
  '21': { reason: 'acquirerError' },
  '25': { reason: 'notPermitted' },
  '30': { reason: 'acquirerError' },
  '41': { reason: 'lostCard' },
  '43': { reason: 'stolenCard' },
  '51': { reason: 'insufficientFunds' },
  '54': { reason: 'expiredCard' },
  '57': { reason: 'notPermitted' },
  '58': { reason: 'acquirerError' },
  '59': { reason: 'suspectedFraud' },
  '61': { reason: 'limitExceeded' },
  '62': { reason: 'restrictedCard' },
  '63': { reason: 'authenticationFailed' },
  '65': { reason: 'authenticationRequired', soft: true },
  '82': { reason: 'incorrectCvc' },
  '91': { reason: 'issuerUnavailable' },
  '96': { reason: 'acquirerError' },
  N7: { reason: 'incorrectCvc' },
};

/** Codes that say neither yes nor no to what we asked. */
const undecided: Readonly<Record<string, Cause>> = {
  '08': 'unexpectedApproval',
  '09': 'inProgress',
  '10': 'unexpectedApproval',
  '11': 'unexpectedApproval',
  '68': 'inProgress',
  '94': 'duplicateReference',
};

export const APPROVED = '00';
export const NOT_FOUND = '25';
export const IN_PROGRESS = '09';

/** Why a code decides nothing, or undefined when it does. */
export const undecidedCause = (code: string): Cause | undefined => undecided[code];

export const declineOf = (code: string): Decline => {
  const row = declines[code];
  return {
    kind: 'declined',
    declineReason: row?.reason ?? 'doNotHonor',
    acquirerCode: code,
    softDecline: row?.soft ?? false,
  };
};

const categories = { unscheduled: 'UNSCHEDULED', recurrent: 'RECURRENT', installment: 'INSTALLMENT' } as const;

export const purchaseOf = (request: AuthorizeRequest): WirePurchase => {
  const { card, authentication } = request;
  return {
    type: request.capture ? 'SALE' : 'AUTH',
    ref: request.reference,
    ...amountOf(request.amount),
    merchant: request.merchantId,
    order: request.merchantReferenceId,
    pan: card.pan.reveal(),
    expiry: `${String(card.expiryYear).slice(-2)}${String(card.expiryMonth).padStart(2, '0')}`,
    ...(card.cvc === undefined ? {} : { cvv: card.cvc.reveal() }),
    ...initiatorOf(request.initiator),
    ...(authentication === undefined
      ? {}
      : {
          threeDs: {
            version: authentication.version,
            eci: authentication.eci,
            dsTransId: authentication.dsTransId,
            ...(authentication.cavv === undefined ? {} : { cavv: authentication.cavv }),
          },
        }),
    ...(request.isExempt ? { exemption: true } : {}),
  };
};

const initiatorOf = (
  initiator: Initiator,
): Pick<WirePurchase, 'initiator' | 'storeCredential' | 'mitCategory' | 'originalNetworkTransactionId'> => {
  if (initiator.by === 'customer') return { initiator: 'CIT', storeCredential: initiator.storesCard };
  return {
    initiator: 'MIT',
    mitCategory: categories[initiator.category],
    ...(initiator.networkTransactionId === undefined
      ? {}
      : { originalNetworkTransactionId: initiator.networkTransactionId }),
  };
};

/** The host is told what is added; an answer that names another amount is none. */
export const incrementOf = (request: IncrementRequest): WireFollowUp => ({
  type: 'INCREMENT',
  ...originalOf(request),
  ...amountOf(request.amount),
});

export const captureOf = (request: CaptureRequest): WireFollowUp => ({
  type: 'CAPTURE',
  ...originalOf(request),
  ...amountOf(request.amount),
  final: request.final,
});

export const voidOf = (request: VoidRequest): WireFollowUp => ({ type: 'VOID', ...originalOf(request) });

export const refundOf = (request: RefundRequest): WireFollowUp => ({
  type: 'REFUND',
  ...originalOf(request),
  ...amountOf(request.amount),
});

const originalOf = ({
  reference,
  authorization,
}: VoidRequest): Pick<WireFollowUp, 'ref' | 'originalRef' | 'originalRrn'> => ({
  ref: reference,
  originalRef: authorization.reference,
  originalRrn: authorization.acquirerReference,
});

/** The host takes JSON numbers: exact up to 2^53, a thousand times the largest amount of the API. */
const amountOf = ({ minor, currency }: Money): { readonly amount: number; readonly currency: string } => {
  if (minor < 0n || minor > BigInt(Number.MAX_SAFE_INTEGER))
    throw new RangeError('An amount that the host cannot be told exactly.');
  return { amount: Number(minor), currency: numberOf(currency) };
};
