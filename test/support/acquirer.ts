import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAcquirer, type Acquirer, type AcquirerSettings } from '../../simulators/acquirer/acquirer.ts';
import type { FaultKind } from '../../simulators/acquirer/fault-kinds.ts';
import type { FaultMatch } from '../../simulators/acquirer/faults.ts';
import type { Entry } from '../../simulators/acquirer/ledger.ts';
import type { authorizationOf, statsOf } from '../../simulators/acquirer/stats.ts';

export type JournalEntry = Entry;
export type FaultWish = {
  readonly kind: FaultKind;
  readonly match?: FaultMatch;
  readonly count?: number;
  readonly ms?: number;
  readonly code?: string;
};

/** The acquirer as tests see it: its journal is the truth that the gateway can't touch. */
export type TestAcquirer = {
  readonly url: string;
  readonly dataDir: string;
  /** Oldest first, straight from the file. By `ref`, also what followed the operation. */
  readonly journal: (filter?: JournalFilter) => Promise<readonly JournalEntry[]>;
  /** References of live approvals: neither reversed nor voided. At most one a session is what a gateway owes. */
  readonly unreversedApprovals: (filter?: JournalFilter) => Promise<readonly string[]>;
  /** Times that the host moved money under a reference (approved, captured, voided or refunded). */
  readonly effectsOf: (ref: string) => Promise<number>;
  readonly authorization: (ref: string) => Promise<NonNullable<ReturnType<typeof authorizationOf>> | undefined>;
  readonly stats: (filter?: Pick<JournalFilter, 'merchant' | 'order'>) => Promise<ReturnType<typeof statsOf>>;
  readonly setFault: (wish: FaultWish) => Promise<void>;
  readonly clearFaults: () => Promise<void>;
  /** Waits until it answers again, at most 60 s. */
  readonly untilUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type JournalFilter = {
  readonly ref?: string;
  readonly type?: string;
  readonly event?: string;
  readonly merchant?: string;
  readonly order?: string;
  readonly after?: number;
};

/** In this process, on a free port, with its journal in a folder of its own (removed at the end) or in `dataDir`. */
export const startTestAcquirer = async (
  settings: Partial<AcquirerSettings> = {},
): Promise<TestAcquirer & Pick<Acquirer, 'iso8583Port'>> => {
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'tollgate-acquirer-')));
  const acquirer = await startAcquirer({ port: 0, ...settings, dataDir });
  return {
    ...acquirerAt(acquirer.url),
    iso8583Port: acquirer.iso8583Port,
    dataDir,
    stop: async () => {
      await acquirer.close();
      if (settings.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export type AcquirerProcess = TestAcquirer & {
  readonly process: ChildProcess;
  /** SIGKILL; the journal stays for the next start with the same `dataDir` and `port`. */
  readonly kill: () => Promise<void>;
};

const MAIN = new URL('../../simulators/acquirer/main.ts', import.meta.url).pathname;

/** As a process of its own, which can be killed. */
export const startAcquirerProcess = async (
  settings: { readonly dataDir?: string; readonly port?: number } = {},
): Promise<AcquirerProcess> => {
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), 'tollgate-acquirer-')));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      TOLLGATE_ACQUIRER_PORT: String(settings.port ?? 0),
      TOLLGATE_DATA_DIR: dataDir,
      HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await announcedUrl(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    ...acquirerAt(url),
    dataDir,
    process: child,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      if (settings.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const announcedUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('The acquirer simulator did not start within 60 s.'));
    }, 60_000);
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const url = /http:\/\/\S+/.exec(output)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('The acquirer simulator ended before it was ready.'));
    });
  });

/** The same view of one that somebody else started, such as `npm start`. */
export const acquirerAt = (url: string): Omit<TestAcquirer, 'dataDir' | 'stop'> => {
  const journal: TestAcquirer['journal'] = (filter = {}) => readJournal(url, filter);
  return {
    url,
    journal,
    unreversedApprovals: async (filter = {}) => liveApprovals(await journal({ ...filter, after: 0 }), await journal()),
    effectsOf: async (ref) =>
      (await journal({ ref })).filter((entry) => (entry.clientRef ?? entry.ref) === ref && effects.has(entry.event))
        .length,
    authorization: async (ref) => {
      const response = await fetch(`${url}/authorization?ref=${encodeURIComponent(ref)}`);
      return response.status === 404
        ? undefined
        : ((await response.json()) as NonNullable<ReturnType<typeof authorizationOf>>);
    },
    stats: async (filter = {}) => {
      const response = await fetch(`${url}/control/stats?${new URLSearchParams({ ...filter }).toString()}`);
      return (await response.json()) as ReturnType<typeof statsOf>;
    },
    setFault: async (wish) => {
      const response = await fetch(`${url}/control/faults`, { method: 'POST', body: JSON.stringify(wish) });
      if (response.status !== 201) throw new Error(`The fault was refused: ${await response.text()}`);
      await response.arrayBuffer();
    },
    clearFaults: async () => {
      await (await fetch(`${url}/control/faults`, { method: 'DELETE' })).arrayBuffer();
    },
    untilUp: async () => {
      for (const endsAtMs = Date.now() + 60_000; Date.now() < endsAtMs;) {
        const isUp = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000) }).then(
          (response) => response.ok,
          () => false,
        );
        if (isUp) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error('The acquirer simulator did not come back within 60 s.');
    },
  };
};

const effects: ReadonlySet<string> = new Set(['approved', 'incremented', 'captured', 'voided', 'refunded']);

const readJournal = async (url: string, filter: JournalFilter): Promise<readonly JournalEntry[]> => {
  const entries: JournalEntry[] = [];
  let after = filter.after ?? 0;
  for (;;) {
    const query = new URLSearchParams({ limit: '10000', after: String(after) });
    for (const [name, value] of Object.entries(filter)) {
      if (name !== 'after') query.set(name, String(value));
    }
    const response = await fetch(`${url}/journal?${query.toString()}`);
    if (!response.ok) throw new Error(`The journal can't be read: ${await response.text()}`);
    const page = (await response.json()) as { readonly entries: readonly JournalEntry[]; readonly hasMore: boolean };
    for (const entry of page.entries) entries.push(entry);
    if (!page.hasMore) return entries;
    after = entries.at(-1)?.seq ?? after;
  }
};

const liveApprovals = (chosen: readonly JournalEntry[], all: readonly JournalEntry[]): readonly string[] => {
  const captured = new Set(all.filter(({ event }) => event === 'captured').map(({ originalRef }) => originalRef));
  const over = new Set(
    all.flatMap((entry) => {
      if (entry.event === 'reversed') return [entry.ref];
      // A void after a capture releases the rest: what was captured holds.
      return entry.event === 'voided' && !captured.has(entry.originalRef) ? [entry.originalRef] : [];
    }),
  );
  return chosen.filter((entry) => entry.event === 'approved' && !over.has(entry.ref)).map((entry) => entry.ref);
};
