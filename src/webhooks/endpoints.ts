import { newUuid, type Uuid } from '../base/id.ts';
import type { Clock } from '../base/clock.ts';
import type { Keys } from '../base/keys.ts';
import { Problem, type FieldError } from '../base/problem.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { EventRow } from '../contract/rows.ts';
import type { ApiVersion } from '../contract/versions.ts';
import type { Db } from '../db/db.ts';
import { isSubscription, TEST_EVENT } from '../events/catalog.ts';
import type { EndpointRow } from '../events/endpoint-object.ts';
import {
  ENDPOINTS_MOST,
  findEndpoint,
  findEndpoints,
  insertEndpoint,
  removeEndpoint,
  tellTest,
  updateEndpoint,
} from './endpoint-store.ts';
import { abandonDeliveriesOfDeleted } from './forget-store.ts';
import { pullForward } from './health-store.ts';
import { newSecret, sealSecret } from './secrets.ts';
import { problemOfTarget, type TargetRules } from './target.ts';

export type EndpointDeps = {
  readonly db: Db;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly random: Random;
  readonly rules: TargetRules;
};

export type Address = { readonly merchantId: Uuid<'merchant'>; readonly id: Uuid<'webhookEndpoint'> };

/** With the secret that only this answer shows. */
export type EndpointWithSecret = { readonly row: EndpointRow; readonly secret: Secret };

/** Throws a `Problem` for values that can't be an endpoint's, naming all of them, and for one endpoint too many. */
export const createEndpoint = async (
  deps: EndpointDeps,
  input: {
    readonly merchantId: Uuid<'merchant'>;
    readonly url: string;
    readonly events: readonly string[];
    readonly description: string | undefined;
    /** Customers wait for its answer to `session.completed`; false when left out. */
    readonly holdsReturn?: boolean | undefined;
    /** The version its events are shown in for as long as it lives. */
    readonly apiVersion: ApiVersion;
    readonly signatures?: readonly SignatureKind[] | undefined;
  },
): Promise<EndpointWithSecret> => {
  refuseWrongFields(deps, input);
  const id = newUuid<'webhookEndpoint'>(deps);
  const secret = newSecret(deps.random);
  const secretSealed = sealSecret(deps.keys, { merchantId: input.merchantId, endpointId: id }, secret);
  const row = await insertEndpoint(deps.db.query, {
    ...input,
    events: distinct(input.events),
    holdsReturn: input.holdsReturn ?? false,
    id,
    secretSealed,
    signingKeyId: hasEd25519(input.signatures) === true ? newUuid(deps) : undefined,
  });
  if (row === undefined) {
    throw new Problem(
      'conflict',
      `There are ${ENDPOINTS_MOST} webhook endpoints already, which is the most: delete one first.`,
    );
  }
  return { row, secret };
};

export const getEndpoint = (deps: EndpointDeps, { merchantId, id }: Address): Promise<EndpointRow | undefined> =>
  findEndpoint(deps.db.query, merchantId, id);

export const listEndpoints = (
  deps: EndpointDeps,
  input: { readonly merchantId: Uuid<'merchant'>; readonly limit: number; readonly before: string | undefined },
): Promise<EndpointRow[]> => findEndpoints(deps.db.query, input.merchantId, input);

/** Undefined: there is no such endpoint. Enabling one again, or a new URL, lets everything that waits leave at once. */
export const changeEndpoint = async (
  deps: EndpointDeps,
  input: Address & {
    readonly url: string | undefined;
    readonly events: readonly string[] | undefined;
    readonly description: string | undefined;
    readonly enabled: boolean | undefined;
    readonly holdsReturn?: boolean | undefined;
    readonly signatures?: readonly SignatureKind[] | undefined;
  },
): Promise<EndpointRow | undefined> => {
  refuseWrongFields(deps, input);
  const row = await updateEndpoint(deps.db.query, input.merchantId, input.id, {
    ...input,
    events: input.events === undefined ? undefined : distinct(input.events),
    hasSigningKey: hasEd25519(input.signatures),
    newSigningKeyId: newUuid(deps),
  });
  const isNewStart = input.enabled === true || input.url !== undefined;
  if (row !== undefined && isNewStart)
    await pullForward(deps.db.query, { merchantId: input.merchantId, endpointId: input.id });
  return row;
};

/**
 * Gives up what was on its way, too; of a long backlog the clock gives up the rest. False: there is no such endpoint.
 */
export const deleteEndpoint = async (deps: EndpointDeps, { merchantId, id }: Address): Promise<boolean> => {
  const isDeleted = await removeEndpoint(deps.db.query, merchantId, id);
  if (isDeleted) await abandonDeliveriesOfDeleted(deps.db.query, merchantId);
  return isDeleted;
};

/**
 * Sends an endpoint a `webhookEndpoint.test`, whatever it subscribes to, signed and repeated like every other event.
 * Gives the event; undefined when there is no such endpoint, or when it is disabled.
 */
export const testEndpoint = (deps: EndpointDeps, { merchantId, id }: Address): Promise<EventRow | undefined> =>
  tellTest(deps.db.query, merchantId, id, newUuid<'event'>(deps));

const DESCRIPTION_MOST = 200;
const EVENTS_MOST = 50;

/** How deliveries are signed: always with the endpoint's secret; if it wants, with an ed25519 key of its own, too. */
export const signatureKinds = ['hmac', 'ed25519'] as const;
export type SignatureKind = (typeof signatureKinds)[number];

const hasEd25519 = (signatures: readonly SignatureKind[] | undefined): boolean | undefined =>
  signatures?.includes('ed25519');

type Fields = {
  readonly url: string | undefined;
  readonly events: readonly string[] | undefined;
  readonly description: string | undefined;
  readonly signatures?: readonly SignatureKind[] | undefined;
};

const refuseWrongFields = (deps: EndpointDeps, { url, events, description, signatures }: Fields): void => {
  const found: FieldError[] = [];
  const urlProblem = url === undefined ? undefined : problemOfTarget(deps.rules, url);
  if (urlProblem !== undefined) found.push(wrong('/url', 'form', urlProblem));
  if (events !== undefined) found.push(...wrongEvents(events));
  if (description !== undefined && description.length > DESCRIPTION_MOST) {
    found.push(wrong('/description', 'range', `must be at most ${DESCRIPTION_MOST} characters long`));
  }
  if (signatures?.includes('hmac') === false) {
    found.push(wrong('/signatures', 'choice', 'must name hmac: every delivery carries it, ed25519 comes beside it'));
  }
  if (found.length > 0) throw wrongFields(found);
};

const wrongEvents = (events: readonly string[]): FieldError[] => {
  if (events.length === 0 || events.length > EVENTS_MOST) {
    return [wrong('/events', 'range', `must name 1 to ${EVENTS_MOST} event types, or be ["*"] for all`)];
  }
  return events.flatMap((event, index) =>
    isSubscription(event) ? [] : [wrong(`/events/${index}`, 'choice', whyNot(event))],
  );
};

const whyNot = (event: string): string =>
  event === TEST_EVENT
    ? 'cannot be subscribed to: only the endpoint that is tested hears it, whatever it subscribes to'
    : 'is not an event type';

export const wrong = (pointer: string, code: string, what: string): FieldError => ({
  pointer,
  code,
  message: `${pointer.slice(1).replace('/', '.')} ${what}.`,
});

export const wrongFields = (fields: readonly FieldError[]): Problem =>
  new Problem(
    'invalid_fields',
    fields
      .map(({ message }) => message)
      .join(' ')
      .slice(0, 1_000),
    { fields },
  );

/** `*` says all that the others say. */
const distinct = (events: readonly string[]): readonly string[] =>
  events.includes('*') ? ['*'] : [...new Set(events)];
