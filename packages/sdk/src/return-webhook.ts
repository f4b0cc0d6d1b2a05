import { ReturnVerificationError } from './errors.ts';
import { hmacSha256, isSameDigest, parseHexDigest, type Check } from './signature.ts';

/**
 * What the webhook `session.completed` had come to when the customer was sent back. `acknowledged`: each endpoint with
 * `holdsReturn` has answered it with a 2xx, `ms` milliseconds after the payment, so your order is paid already.
 * `timedOut`: not in the time of the `returnPolicy`. `noEndpoint`: no endpoint has `holdsReturn`. `failing`: those that
 * have it are failing or disabled, and the customer was not made to wait for them.
 */
export type WebhookAtReturn =
  { readonly result: 'acknowledged'; readonly ms: number } | { readonly result: 'timedOut' | 'noEndpoint' | 'failing' };

const WITHOUT_TIME = ['timedOut', 'noEndpoint', 'failing'] as const;

/** The names of the parameters, as the gateway appends them behind those of the return. */
export const WEBHOOK_PARAMETERS = ['webhook', 'webhookMs', 'webhookSig'] as const;

/** What is signed beside the return itself, with the same key. */
export const webhookMessage = (returnMessage: string, result: string, ms: string): string =>
  `${returnMessage}.${result}.${ms}`;

/**
 * Undefined: the gateway said nothing about it (a session that is not completed, an older gateway), or something that
 * this SDK is too old to know. Throws when what is said is not what the gateway signed.
 */
export function* webhookIn(
  query: URLSearchParams,
  { key, message }: { readonly key: Uint8Array; readonly message: string },
): Check<WebhookAtReturn | undefined> {
  // Your own query comes first and may have the same names, so the last is the gateway's.
  const [result = '', ms = '', sig] = WEBHOOK_PARAMETERS.map((name) => query.getAll(name).at(-1));
  // Without a signature nothing is claimed: `webhook` is a parameter of your own then, if it is there.
  if (sig === undefined) return undefined;
  const digest = parseHexDigest(sig);
  if (digest === undefined || !/^[A-Za-z]{1,40}$/.test(result) || !/^(?:\d{1,10})?$/.test(ms)) {
    throw new ReturnVerificationError(
      'malformed_parameters',
      `The URL must carry ${WEBHOOK_PARAMETERS.join(', ')} as the gateway wrote them.`,
    );
  }
  if (!isSameDigest(yield* hmacSha256(key, webhookMessage(message, result, ms)), digest)) {
    throw new ReturnVerificationError(
      'no_match',
      'What the return says about the webhook is not what the gateway signed: its parameters were changed.',
    );
  }
  if (result === 'acknowledged' && ms !== '') return { result, ms: Number(ms) };
  const known = WITHOUT_TIME.find((one) => one === result);
  return known === undefined ? undefined : { result: known };
}
