import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson, readBody } from '../shared/request.ts';
import { sendJson, sendProblem } from '../shared/respond.ts';

/** Faces that tell by themselves what happened; each row says what their secrets look like. */
const secrets = {
  stripe: { pattern: /^whsec_[A-Za-z0-9+/=_-]{16,200}$/, expected: 'begins with whsec_' },
  adyen: { pattern: /^[0-9A-Fa-f]{64}$/, expected: 'has 64 hex digits' },
} as const;

export type TellingFace = keyof typeof secrets;

/** Where notifications of a face go, and what they are signed with. */
export type NotifyAt = { readonly url: string; readonly secret: string };

type Call = {
  readonly host: { readonly notifyAt: Map<TellingFace, NotifyAt> };
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

const MAX_BODY_BYTES = 4_096;

/** What a merchant sets in the host's dashboard: known only after the gateway has an account, so while we run. */
export const setNotifications = ({ host, request, response }: Call): void => {
  void readBody(request, MAX_BODY_BYTES).then((text) => {
    if (response.destroyed) return;
    const wish = readWish(parseJson(text ?? ''));
    if (typeof wish === 'string') sendProblem(response, 400, wish);
    else {
      const { face, url, secret } = wish;
      host.notifyAt.set(face, { url, secret });
      sendJson(response, 200, { face, url });
    }
  });
};

const readWish = (value: unknown): (NotifyAt & { readonly face: TellingFace }) | string => {
  if (typeof value !== 'object' || value === null) return 'The body is a JSON object with face, url and secret.';
  const { face, url, secret } = value as Readonly<Record<string, unknown>>;
  if (!isTellingFace(face)) return `face is one of ${Object.keys(secrets).join(', ')}.`;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) return 'url is a web address.';
  if (typeof secret !== 'string' || !secrets[face].pattern.test(secret))
    return `secret of ${face} ${secrets[face].expected}.`;
  return { face, url, secret };
};

const isTellingFace = (face: unknown): face is TellingFace => typeof face === 'string' && Object.hasOwn(secrets, face);
