/**
 * The API's versions, oldest first. A version is a date; what changed on that date is a row of `changes`. Objects are
 * always built in the newest form; for an older version the changes after it are undone, newest first. So the next
 * version is one date, one change.
 */
export const versions = ['2023-10-31', '2023-11-15'] as const;
export type ApiVersion = (typeof versions)[number];
export const currentVersion: ApiVersion = '2023-11-15';

export const isApiVersion = (text: string): text is ApiVersion => (versions as readonly string[]).includes(text);

/** What an object was made from that its newest form no longer shows. */
export type Origin = { readonly currencyAsSent: string | undefined };
export type WireObject = Readonly<Record<string, unknown>>;

type Change = {
  readonly since: ApiVersion;
  readonly about: string;
  /** Gives the object as it looked before the change; key order is kept. */
  readonly undo: (object: WireObject, origin: Origin) => WireObject;
};

export const changes: readonly Change[] = [
  {
    since: '2023-11-15',
    about: 'currency is upper case; before, it was echoed with the letters of the request',
    undo: (object, { currencyAsSent }) =>
      'currency' in object && currencyAsSent !== undefined ? { ...object, currency: currencyAsSent } : object,
  },
];

/** The object as `version` shows it. */
export const inVersion = (version: ApiVersion, object: WireObject, origin: Origin): WireObject =>
  changes.filter((change) => change.since > version).reduceRight((shown, change) => change.undo(shown, origin), object);
