/** Somebody else's program that knows the wire format of a connector, and judges it. */
export type AcquirerJudge = {
  /** The connector that is judged: `iso8583`. */
  readonly connector: string;
  readonly name: string;
  readonly version: string;
  /** What it looks at, for the table. */
  readonly judges: string;
  /** Programs that must be on this machine. */
  readonly wants: readonly string[];
  readonly hear: (place: Place) => Promise<Verdict>;
};

/** A folder of the judge's own, below a temporary one. */
export type Place = { readonly folder: string; readonly env: NodeJS.ProcessEnv };

/** `detail`: what was counted, or what was wrong first. */
export type Verdict = { readonly result: 'passed' | 'failed'; readonly detail: string };
