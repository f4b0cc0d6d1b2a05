import type { KeyObject } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Keys } from '../base/keys.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import type { CardSummary } from '../card/card.ts';
import type { Acquirers } from '../acquirers/directory.ts';
import type { ThreeDsConnector } from '../connectors/threeds/contract.ts';
import type { Batch } from '../db/batch.ts';
import type { Db } from '../db/db.ts';
import type { Caller } from '../merchants/api-keys.ts';
import type { PaymentUrls } from '../contract/payment-url.ts';
import type { Velocity } from './velocity/velocity.ts';
import type { Vault } from '../vault/at-rest.ts';
import type { Outcomes } from './session/outcomes.ts';
import type { Places } from './session/places.ts';
import type { AuthenticationView, CheckoutAddress } from './page/checkout.ts';
import type { FindThreeDsProfile } from './authentication/profile.ts';
import type { ThreeDsAddresses } from './authentication/addresses.ts';
import type { CardTickets } from '../vault/ticket.ts';
import type { CardTokens } from '../vault/card-token.ts';
import type { CheckoutRow } from './session/store.ts';
import type { FlowWrites } from './writes.ts';
import type { Opening } from './session/visitor-store.ts';

/** What every part of the flow stands on. */
export type Ground = {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly keys: Keys;
};

/** The statements that move money, and who is told when they are committed. */
export type Recording = {
  readonly writes: FlowWrites;
  /** Events were committed in this process: deliver them now rather than at the next look. */
  readonly hintDeliveries: () => void;
  /** Who waits for a session to change, or for its webhook to be acknowledged. */
  readonly outcomes: Outcomes;
  /** Work that goes on after its caller was answered; a shutdown waits for it. */
  readonly inBackground: (work: Promise<unknown>) => void;
};

/** The merchant's banks. */
export type Acquiring = { readonly acquirers: Pick<Acquirers, 'of' | 'routesFor' | 'takesCurrency'> };

/** The customer's bank. */
export type Authenticating = {
  readonly threeDs: ThreeDsConnector;
  readonly threeDsAddresses: ThreeDsAddresses;
  /** How a merchant is introduced to issuers, and its policy. */
  readonly threeDsProfileOf: FindThreeDsProfile;
  readonly publicUrl: string;
};

/** Where cards are opened and kept, and how often they are tried. */
export type Cards = {
  readonly vault: Vault;
  /** Cards that travel with the customer while the issuer asks. */
  readonly tickets: CardTickets;
  /** Cards that a shop's app encrypted. */
  readonly cardTokens: CardTokens;
  /** Counts tries, against card testing. */
  readonly velocity: Velocity;
};

/** What the payment page reads, and where it leads. */
export type PageSources = {
  /** What a page shows; pages loaded together share a statement. */
  readonly findCheckout: Batch<CheckoutAddress, CheckoutRow | undefined>;
  /** The same, for a browser that has opened the page: the first of a session is written down. */
  readonly openCheckout: Batch<{ readonly merchantId: string; readonly input: Opening }, CheckoutRow | undefined>;
  /** The cards that a merchant's customer saved, newest first, at most 20. */
  readonly findSavedCards: (
    merchantId: string,
    merchantCustomerId: string,
  ) => Promise<readonly { readonly id: string; readonly card: CardSummary }[]>;
  /** How far the issuer is with the customer of a payment; undefined: it is not the issuer who is asked. */
  readonly findAuthentication: (merchantId: string, paymentId: string) => Promise<AuthenticationView | undefined>;
  readonly returnKeyOf: (caller: Caller) => Promise<KeyObject>;
  /** For customers who wait until the way back to the shop is open. */
  readonly returnPlaces: Places;
  /** Where customers pay and are authenticated. */
  readonly urls: PaymentUrls;
};

/** Captures, voids, refunds, and a payment after its card was chosen: write down, ask the acquirer, write down. */
export type PaymentDeps = Ground & Recording & Acquiring;

/** Asking an issuer about a customer. */
export type AuthenticationDeps = Ground & Authenticating;

/** All that the flow needs of the world: every one of them can be replaced by a simulation. */
export type FlowDeps = PaymentDeps & AuthenticationDeps & Cards & PageSources;
