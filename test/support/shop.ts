import { contractOf } from './contract.ts';

/** An answer of the API with everything a test looks at. */
export type Answer<Body = Record<string, unknown>> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
};

export type SessionBody = {
  readonly id: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly paymentUrl: string;
  readonly sequence: number;
  readonly [key: string]: unknown;
};

/**
 * A shop's server: speaks to the API by plain HTTP, as one written in any language would. Every answer is held against
 * the OpenAPI document.
 */
export type Shop = {
  readonly apiKey: string;
  readonly call: <Body = Record<string, unknown>>(
    method: string,
    path: string,
    request?: {
      readonly body?: unknown;
      readonly rawBody?: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ) => Promise<Answer<Body>>;
  /** A session for 100.00 EUR, or with what the test cares about. */
  readonly createSession: (fields?: Readonly<Record<string, unknown>>) => Promise<SessionBody>;
  readonly session: (id: string) => Promise<SessionBody>;
};

export const createShop = ({ gatewayUrl, apiKey }: { readonly gatewayUrl: string; readonly apiKey: string }): Shop => {
  const call: Shop['call'] = async (method, path, request = {}) => {
    const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    const response = await fetch(`${gatewayUrl}/api2${path}`, {
      method,
      headers: {
        'X-Api-Key': apiKey,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...request.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: (text === '' ? undefined : JSON.parse(text)) as never,
    };
    if (method !== 'HEAD') (await contractOf(gatewayUrl)).checkAnswer({ ...answer, method, path });
    return answer;
  };
  return {
    apiKey,
    call,
    createSession: async (fields = {}) => {
      const { status, body, text } = await call<SessionBody>('POST', '/sessions', { body: { ...aSession, ...fields } });
      if (status !== 200) throw new Error(`a session was refused: ${text}`);
      return body;
    },
    session: async (id) => (await call<SessionBody>('GET', `/sessions/${id}`)).body,
  };
};

/** What the reference document's shop asks for. */
export const aSession = {
  amount: 10_000,
  currency: 'EUR',
  successUrl: 'https://shop.example/done?order=1042',
  failureUrl: 'https://shop.example/failed',
};

/** What a customer without JavaScript types; the card of the sandbox that needs no 3-D Secure. */
export const aCard = { pan: '4444 5555 1111 3333', expiry: '12/39', cvc: '123', cardholderName: 'Ada Lovelace' };
