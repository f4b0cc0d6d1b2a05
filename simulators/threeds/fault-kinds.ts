/** Where in an authentication a fault strikes. One fault a place: those of different places can be combined. */
export type FaultPlace =
  'line' | 'directory' | 'method' | 'status' | 'ares' | 'challenge' | 'rreq' | 'cres' | 'inquiry';

type FaultRow = {
  readonly place: FaultPlace;
  readonly title: string;
  /** Used when nobody gives `ms`. */
  readonly defaultMs?: number;
};

export const faultKinds = {
  refuseConnections: { place: 'line', title: 'Down: connections are refused', defaultMs: 10_000 },

  dsCut: { place: 'directory', title: 'DS: reads the message, then cuts the line' },
  dsErrorPage: { place: 'directory', title: 'DS: 503 with an HTML page' },
  dsGarbled: { place: 'directory', title: 'DS: an answer that nobody can read' },
  // Longer than the 10 s that a gateway waits.
  dsSlow: { place: 'directory', title: 'DS: answers late', defaultMs: 12_000 },
  dsErro: { place: 'directory', title: 'DS: answers with an Erro message' },

  methodSilent: { place: 'method', title: 'Method page: never tells that it is done' },
  // The page waits 10 s at most.
  methodLate: { place: 'method', title: 'Method page: done late', defaultMs: 11_000 },
  methodTwice: { place: 'method', title: 'Method page: tells twice' },
  methodErrorPage: { place: 'method', title: 'Method page: 503 with an HTML page' },

  status: { place: 'status', title: 'ARes: the transStatus that `status` names' },

  aresWrongServerTransId: { place: 'ares', title: 'ARes: names another threeDSServerTransID' },
  aresWrongVersion: { place: 'ares', title: 'ARes: another messageVersion' },
  aresUnknownStatus: { place: 'ares', title: 'ARes: a transStatus that nobody knows' },
  aresNoCavv: { place: 'ares', title: 'ARes: Y without authenticationValue' },
  aresShortCavv: { place: 'ares', title: 'ARes: an authenticationValue that is too short' },
  aresNoEci: { place: 'ares', title: 'ARes: without eci' },
  aresWrongEci: { place: 'ares', title: 'ARes: Y with the eci of no authentication' },
  aresNoAcsUrl: { place: 'ares', title: 'ARes: C without acsURL' },
  aresBadAcsUrl: { place: 'ares', title: 'ARes: C with a javascript: acsURL' },

  // Not faults of a bank, but what banks do every day.
  acsMovesByRedirect: { place: 'challenge', title: 'ACS: moves on to another origin by a redirect' },
  acsMovesByForm: { place: 'challenge', title: 'ACS: moves on to another origin by a form that posts itself' },
  acsMovesByScript: { place: 'challenge', title: 'ACS: moves on to another origin by a script' },
  acsSlow: { place: 'challenge', title: 'ACS: its page comes late', defaultMs: 8_000 },
  acsGone: { place: 'challenge', title: 'ACS: gone before the challenge page' },
  acsErrorPage: { place: 'challenge', title: 'ACS: 503 with an HTML page instead of the challenge' },
  acsGoneMidway: { place: 'challenge', title: 'ACS: gone in the middle of the challenge, tells nobody' },
  challengeTimeout: { place: 'challenge', title: 'ACS: gives up on the customer early', defaultMs: 5_000 },

  rreqLost: { place: 'rreq', title: 'RReq: never sent' },
  rreqTwice: { place: 'rreq', title: 'RReq: sent twice at once' },
  rreqLate: { place: 'rreq', title: 'RReq: long after the CRes', defaultMs: 30_000 },
  rreqAfterCres: { place: 'rreq', title: 'RReq: shortly after the CRes', defaultMs: 2_000 },
  rreqWrongServerTransId: { place: 'rreq', title: 'RReq: another threeDSServerTransID' },
  rreqWrongAcsTransId: { place: 'rreq', title: 'RReq: another acsTransID' },
  rreqWrongDsTransId: { place: 'rreq', title: 'RReq: another dsTransID' },
  rreqContradicts: { place: 'rreq', title: 'RReq: the opposite of what the CRes says' },
  rreqUnavailable: { place: 'rreq', title: 'RReq: U, the result could not be made' },
  rreqIllegalStatus: { place: 'rreq', title: 'RReq: C, which is no result' },
  rreqNoCavv: { place: 'rreq', title: 'RReq: Y without authenticationValue' },
  rreqShortCavv: { place: 'rreq', title: 'RReq: an authenticationValue that is too short' },
  rreqGarbled: { place: 'rreq', title: 'RReq: nobody can read it' },

  cresLost: { place: 'cres', title: 'CRes: the page never returns by itself' },
  cresTwice: { place: 'cres', title: 'CRes: posted twice' },
  cresWrongIds: { place: 'cres', title: 'CRes: names another authentication' },
  cresGarbled: { place: 'cres', title: 'CRes: nobody can read it' },
  cresSaysYes: { place: 'cres', title: 'CRes: Y, whatever the customer did (a forgery)' },

  inquiryCut: { place: 'inquiry', title: 'DS: asked what became of a challenge, cuts the line' },
} as const satisfies Readonly<Record<string, FaultRow>>;

export type FaultKind = keyof typeof faultKinds;
export const isFaultKind = (text: string): text is FaultKind => Object.hasOwn(faultKinds, text);

/** Shorter times for tests that do not want to wait. */
export type FaultTimes = Partial<Readonly<Record<FaultKind, number>>>;

export const defaultMsOf = (kind: FaultKind, times: FaultTimes): number => {
  const row: FaultRow = faultKinds[kind];
  return times[kind] ?? row.defaultMs ?? 0;
};
