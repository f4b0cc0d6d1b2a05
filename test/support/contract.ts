import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/**
 * The gateway's own OpenAPI document as a judge: every answer that a test's shop gets, and every event that its
 * endpoint hears, has to be what the document says, with no field more.
 */
export type Contract = {
  /** Throws with what is wrong. `path` without the base, `/sessions/ps_…/expire`. */
  readonly checkAnswer: (answer: CheckedAnswer) => void;
  /** The event, and the object that it carries: a session must be a `Session`, whoever shows it. */
  readonly checkEvent: (event: CheckedEvent) => void;
};

export type CheckedAnswer = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
};
export type CheckedEvent = { readonly type: string; readonly data: { readonly object: unknown } };

type Operation = { readonly parameters?: readonly { readonly name: string; readonly in: string }[] };
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly webhooks: Readonly<Record<string, object>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

const DOCUMENT = 'https://contract.test/openapi.json';

export const loadOpenApi = async (gatewayUrl: string): Promise<OpenApi> => {
  const response = await fetch(`${gatewayUrl}/api2/openapi.json`);
  if (!response.ok) throw new Error(`the OpenAPI document can't be read: ${response.status}`);
  return (await response.json()) as OpenApi;
};

const loaded = new Map<string, Promise<Contract>>();

/** Asked for once by gateway. */
export const contractOf = (gatewayUrl: string): Promise<Contract> => {
  const known = loaded.get(gatewayUrl);
  if (known !== undefined) return known;
  const loading = loadOpenApi(gatewayUrl).then(createContract);
  loaded.set(gatewayUrl, loading);
  // A gateway that was killed at that moment is asked again by the next answer.
  loading.catch(() => loaded.delete(gatewayUrl));
  return loading;
};

export const createContract = (document: OpenApi): Contract => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...(closed(document) as OpenApi), $id: DOCUMENT });
  const validators = new Map<string, ValidateFunction>();
  const validate = (pointer: string, value: unknown, what: string): void => {
    const validator = validators.get(pointer) ?? ajv.compile({ $ref: `${DOCUMENT}#${encodeURI(pointer)}` });
    validators.set(pointer, validator);
    if (validator(value)) return;
    throw new Error(
      `${what} is not what the OpenAPI document says: ${ajv.errorsText(validator.errors, { dataVar: 'it' })}\n` +
        JSON.stringify(value),
    );
  };
  const routes = Object.keys(document.paths).map((path) => ({ path, pattern: patternOf(path) }));
  return {
    checkAnswer: ({ method, path, status, headers, body }) => {
      const what = `${status} to ${method} ${path.split('?', 1)[0] ?? ''}`;
      if (!/^req_[0-9a-f-]{36}$/.test(headers.get('api-request-id') ?? ''))
        throw new Error(`${what} has no API-Request-Id`);
      if (!headers.has('x-version')) throw new Error(`${what} has no X-Version`);
      if (headers.get('cache-control') !== 'no-store') throw new Error(`${what} may be kept by whoever is in between`);
      if (headers.get('x-content-type-options') !== 'nosniff')
        throw new Error(`${what} may be taken for something else`);
      if (status >= 400) {
        checkProblem({ status, headers, body }, what);
        validate('/components/schemas/Problem', body, what);
        return;
      }
      const route = routes.find(({ pattern }) => pattern.test(path.split('?', 1)[0] ?? ''));
      const operation = route && document.paths[route.path]?.[method.toLowerCase()];
      if (route === undefined || operation === undefined)
        throw new Error(`${what}: the OpenAPI document knows no such operation`);
      const pointer = `/paths/${escapePointer(route.path)}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
      validate(pointer, body, what);
      checkOrder(body, what);
    },
    checkEvent: (event) => {
      if (!(event.type in document.webhooks)) throw new Error(`the OpenAPI document knows no event ${event.type}`);
      validate(
        `/webhooks/${event.type}/post/requestBody/content/application~1json/schema`,
        event,
        `the event ${event.type}`,
      );
      checkOrder(event, `the event ${event.type}`);
    },
  };
};

/**
 * The document lets answers grow, so that clients bear what is new. This gateway's own answers have no field and no
 * value that its document does not name.
 */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [
    key === 'x-extensible-enum' ? 'enum' : key,
    closed(entry),
  ]);
  const isOpenObject = 'type' in value && value.type === 'object' && 'properties' in value;
  return Object.fromEntries(isOpenObject ? [['additionalProperties', false], ...entries] : entries);
};

const checkProblem = (
  { status, headers, body }: Pick<CheckedAnswer, 'status' | 'headers' | 'body'>,
  what: string,
): void => {
  const type = headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) throw new Error(`${what} is sent as ${type}`);
  const { status: said, requestId, detail, message } = body as Record<string, unknown>;
  if (said !== status) throw new Error(`${what} says ${String(said)} inside`);
  if (detail !== message) throw new Error(`${what}: detail and message differ`);
  if (requestId === undefined) throw new Error(`${what} names no request`);
};

/** `id` first, the other keys in alphabetical order, at every depth; the keys of `metadata` are the merchant's own. */
const checkOrder = (value: unknown, what: string): void => {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    const [first, ...others] = Object.keys(value);
    const named = first === 'id' || first === undefined ? others : [first, ...others];
    if (named.join() !== named.toSorted().join())
      throw new Error(`${what} has its keys out of order: ${Object.keys(value).join(', ')}`);
  }
  for (const [name, inner] of Object.entries(value)) if (name !== 'metadata') checkOrder(inner, what);
};

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
const escapePointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');
