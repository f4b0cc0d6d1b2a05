import type { FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import { currentVersion, isApiVersion, versions, type ApiVersion } from '../../contract/versions.ts';
import type { Authentication, Caller, Grant } from '../../merchants/authenticator.ts';

/** The version that the caller asks for; the current one when it does not say. */
export const versionOf = (request: FastifyRequest): ApiVersion => {
  const asked = request.headers['x-version'];
  if (asked === undefined) return currentVersion;
  // An empty one is a setting that got lost on its way, not a wish for the newest.
  if (typeof asked === 'string' && isApiVersion(asked)) return asked;
  throw new Problem(
    'unknown_version',
    `X-Version must be one of ${versions.join(', ')}; leave it out for the newest.`,
    {
      fields: [
        { pointer: 'header:X-Version', code: 'choice', message: `X-Version must be one of ${versions.join(', ')}.` },
      ],
    },
  );
};

/** Who is calling, by `X-Api-Key` or `Authorization: Bearer`; anything but one living key is a 401 that says why. */
export const authenticate = async (
  request: FastifyRequest,
  find: (apiKey: string) => Promise<Authentication>,
): Promise<{ readonly caller: Caller; readonly grant: Grant }> => {
  const found = await find(apiKeyOf(request));
  switch (found.kind) {
    case 'known':
      return found;
    case 'deleted':
      throw new Problem('authentication', 'This API key was deleted. Use one of the living keys of the merchant.');
    case 'expired':
      throw new Problem('authentication', 'This API key has expired. Use one of the living keys of the merchant.');
    case 'unknown':
      if (found.otherMode !== undefined) {
        const [its, ours] = found.otherMode === 'live' ? ['live', 'sandbox'] : ['sandbox', 'live'];
        throw new Problem(
          'invalid_request',
          `This is a key for ${its} mode (${its === 'live' ? 'tgl' : 'tgs'}…), and this gateway is in ${ours} mode.`,
        );
      }
      throw new Problem(
        'invalid_request',
        'This API key is not known. Check that it was copied whole, and that it belongs to this gateway.',
      );
  }
};

/** The key that the request is made with; a problem when there is none, or not one. */
export const apiKeyOf = (request: FastifyRequest): string => {
  const own = singleHeader(request, 'x-api-key');
  const authorization = singleHeader(request, 'authorization');
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (authorization !== undefined && bearer === undefined) {
    throw new Problem('invalid_request', 'The Authorization header must read "Bearer " and the API key.');
  }
  if (own !== undefined && bearer !== undefined && own !== bearer) {
    throw new Problem('invalid_request', 'X-Api-Key and Authorization name different keys. Send one of them.');
  }
  const key = own ?? bearer;
  if (key === undefined) throw new Problem('invalid_request', 'An API key is needed: send it in the X-Api-Key header.');
  return key;
};

/** Headers that decide who may do what, once or not at all: what a proxy and we would read differently is refused. */
export const refuseRepeatedHeaders = (request: FastifyRequest): void => {
  const { rawHeaders } = request.raw;
  let seen: Set<string> | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!ONCE.has(name)) continue;
    seen ??= new Set();
    if (seen.has(name)) {
      throw new Problem('invalid_fields', `The header ${name} was sent twice.`, {
        fields: [{ pointer: `header:${name}`, code: 'repeated', message: `${name} must be sent once.` }],
      });
    }
    seen.add(name);
  }
};

const ONCE: ReadonlySet<string> = new Set([
  'x-api-key',
  'authorization',
  'x-version',
  'idempotency-key',
  'content-type',
  'content-length',
  'host',
]);

const singleHeader = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
