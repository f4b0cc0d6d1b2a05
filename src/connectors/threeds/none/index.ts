import type { ThreeDsConnector } from '../contract.ts';

/**
 * No 3-D Secure server: nothing leaves the house, and every authentication is unavailable. What follows is the
 * merchant's policy (`whenUnavailable`); a shop that authenticates elsewhere brings its proof with `POST /payments`.
 */
export const createNoThreeDs = (): ThreeDsConnector => ({
  name: 'none',
  capabilities: { resultInquiry: false },
  versioning: () => Promise.resolve(NOBODY),
  authenticate: () => Promise.resolve(NOBODY),
  inquireResult: () => Promise.resolve(NOBODY),
  methodData: () => '',
  parseResultRequest: () => ({ kind: 'malformed', cause: 'noServer', reply: NOTHING_HERE }),
  answerResultRequest: () => NOTHING_HERE,
  parseChallengeResponse: () => ({ kind: 'malformed', cause: 'noServer' }),
  close: () => Promise.resolve(),
});

const NOBODY = { kind: 'notSent', cause: 'noServer' } as const;
const NOTHING_HERE = { status: 404, contentType: 'text/plain; charset=utf-8', body: 'There is nothing here.' } as const;
