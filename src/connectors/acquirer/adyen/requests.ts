import type { AuthenticationProof, AuthorizeRequest, Initiator } from '../contract.ts';
import type { WireAmount } from './amounts.ts';
import type { PaymentRequest } from './wire.ts';

export type PaymentSettings = {
  readonly merchantAccount: string;
  /** How long after a sale the host waits before it captures: until then a sale can be cancelled by our reference. */
  readonly captureDelayHours: number;
  /** What waits for its capture is a pre-authorization: only of such the amount can be changed. */
  readonly increments: boolean;
};

/** The customer authenticates with us, so nobody is ever sent there; the host wants the field. */
const NOWHERE = 'https://return.invalid/';

const models = {
  unscheduled: 'UnscheduledCardOnFile',
  recurrent: 'Subscription',
  installment: 'Subscription',
} as const satisfies Readonly<Record<string, PaymentRequest['recurringProcessingModel']>>;

export const paymentOf = (settings: PaymentSettings, request: AuthorizeRequest, amount: WireAmount): PaymentRequest => {
  const { card, authentication } = request;
  return {
    merchantAccount: settings.merchantAccount,
    reference: request.reference,
    amount,
    paymentMethod: {
      type: 'scheme',
      number: card.pan.reveal(),
      expiryMonth: String(card.expiryMonth).padStart(2, '0'),
      expiryYear: String(card.expiryYear),
      ...(card.cvc === undefined ? {} : { cvc: card.cvc.reveal() }),
      ...(card.cardholderName === undefined ? {} : { holderName: card.cardholderName }),
    },
    ...recurrenceOf(request.initiator),
    // The card is kept here, not there.
    storePaymentMethod: false,
    ...(request.capture ? { captureDelayHours: settings.captureDelayHours } : {}),
    channel: 'Web',
    returnUrl: NOWHERE,
    merchantOrderReference: request.merchantReferenceId,
    authenticationData: { attemptAuthentication: 'never' },
    ...(authentication === undefined ? {} : { mpiData: mpiDataOf(authentication) }),
    additionalData: {
      manualCapture: request.capture ? 'false' : 'true',
      ...(settings.increments && !request.capture ? { authorisationType: 'PreAuth' } : {}),
      // The directory server was told that the risk was analysed; the issuer has to hear the same.
      ...(request.isExempt ? { scaExemption: 'transactionRiskAnalysis' } : {}),
      ...networkReferenceOf(request.initiator),
    },
  };
};

const recurrenceOf = (
  initiator: Initiator,
): Pick<PaymentRequest, 'shopperInteraction' | 'recurringProcessingModel'> => {
  if (initiator.by === 'merchant')
    return { shopperInteraction: 'ContAuth', recurringProcessingModel: models[initiator.category] };
  return {
    shopperInteraction: 'Ecommerce',
    ...(initiator.storesCard ? { recurringProcessingModel: 'CardOnFile' } : {}),
  };
};

const networkReferenceOf = (initiator: Initiator): Readonly<Record<string, string>> =>
  initiator.by === 'merchant' && initiator.networkTransactionId !== undefined
    ? { networkTxReference: initiator.networkTransactionId }
    : {};

/** What the ECI says of the authentication: done, attempted; anything else, and any without a cavv, proves nothing. */
const statusByEci: Readonly<Record<string, 'Y' | 'A'>> = { '02': 'Y', '05': 'Y', '01': 'A', '06': 'A' };

const mpiDataOf = ({ version, eci, cavv, dsTransId }: AuthenticationProof): NonNullable<PaymentRequest['mpiData']> => {
  const status = cavv === undefined ? 'U' : (statusByEci[eci] ?? 'U');
  return {
    ...(cavv === undefined ? {} : { cavv }),
    eci,
    dsTransID: dsTransId,
    threeDSVersion: version,
    directoryResponse: status,
    authenticationResponse: status,
  };
};
