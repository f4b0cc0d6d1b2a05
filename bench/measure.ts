import type { Generator } from './load/generator.ts';
import { createHistogram } from './load/histogram.ts';
import type { RequestSpec } from './load/request.ts';
import type { LaneTarget } from './load/lane.ts';
import type { TallyResult } from './load/tally.ts';
import type { GroupName, Options } from './options.ts';
import { watchUsage, type Usage, type Watched } from './world/usage.ts';
import type { World } from './world/world.ts';

/** One line of the table. What does not apply is absent. */
export type Row = {
  readonly group: GroupName;
  readonly what: string;
  readonly ratePerS?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Compare the rate with the limit of this run. */
  readonly isComparedWithLimit?: boolean;
  readonly errors?: number;
  readonly rssMb?: number;
  /**
   * Of the gateway, for one request or payment: what stays when other programs take turns on the cores. 0: not known.
   */
  readonly cpuUs?: number;
  /** Share of the cores that programs beside the bench took meanwhile. */
  readonly othersPercent?: number | undefined;
  /**
   * Figures beside the columns, and budgets. The budget for `ratio` is checked when the limit of the whole run is
   * known.
   */
  readonly figures?: readonly Figure[];
  /** For the JSON file alone. */
  readonly details?: Readonly<Record<string, unknown>>;
};

export type Figure = {
  readonly name: string;
  /** Undefined: the ratio, which is not known yet. */
  readonly value: number | undefined;
  readonly unit: '%' | '/s' | 'ms' | 's' | 'MB' | 'KB' | '';
  readonly atLeast?: number;
  readonly atMost?: number;
};

/** What every group of rows gets. */
export type Bench = {
  readonly options: Options;
  readonly generator: Generator;
  /** Starts it when it is asked for first. */
  readonly world: () => Promise<World>;
  /** Ends the world; the next one begins with an empty database. */
  readonly endWorld: () => Promise<void>;
  readonly say: (line: string) => void;
  /** How long a short row takes. */
  readonly shortSeconds: number;
};

export const budgetForRatio = (atLeast: number): Figure => ({ name: 'ratio', value: undefined, unit: '%', atLeast });

export type RepeatInput = {
  readonly target: LaneTarget;
  readonly request: RequestSpec;
  readonly connections: number;
  readonly ratePerS?: number;
  readonly warmupSeconds?: number;
  readonly seconds?: number;
  readonly watched: Watched;
};

export type Measured = {
  readonly ratePerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
  readonly rssMb: number;
  readonly cpuUs: number;
  readonly othersPercent: number | undefined;
  readonly details: Readonly<Record<string, unknown>>;
};

/** One kind of request for a while. An answer with another status than 200 is an error and no part of the rate. */
export const measureRepeat = async (bench: Bench, input: RepeatInput): Promise<Measured> => {
  const { target, request, connections, watched, ratePerS, warmupSeconds = 1, seconds = bench.shortSeconds } = input;
  const { result: load, usage } = await watchUsage(watched, () =>
    bench.generator.repeat({ target, request, status: 200, connections, warmupSeconds, seconds, ratePerS }),
  );
  const measured = summarize(load.result, seconds);
  // The processes' time is that of the warm-up, too; so is what was done for it.
  const cost = costOf(usage, { cpuMs: load.cpuMs, all: load.result.count * (1 + warmupSeconds / seconds) });
  return {
    ...measured,
    rssMb: usage.rssMb,
    cpuUs: cost.cpuUsPerRequest['gateway'] ?? 0,
    othersPercent: usage.othersPercent,
    details: { connections, ratePerS, seconds, ...cost, errors: load.result.errors },
  };
};

export const summarize = ({ count, counts, errors }: TallyResult, seconds: number) => {
  const histogram = createHistogram();
  histogram.add(counts);
  return {
    ratePerS: count / seconds,
    p50Ms: histogram.percentile(0.5) / 1_000,
    p99Ms: histogram.percentile(0.99) / 1_000,
    errors: sum(Object.values(errors)),
  };
};

export type Cost = { readonly cpuUsPerRequest: Readonly<Record<string, number>> };

/** Microseconds of a core that one request took, by process; what is not a core's time is waiting. */
export const costOf = (usage: Usage, { cpuMs, all }: { readonly cpuMs: number; readonly all: number }): Cost => ({
  cpuUsPerRequest: Object.fromEntries(
    Object.entries({ ...usage.cpuMs, loadGenerator: cpuMs }).map(([name, ms]) => [
      name,
      Math.round((ms * 1_000) / Math.max(1, all)),
    ]),
  ),
});

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
