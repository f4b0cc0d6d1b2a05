import { once } from 'node:events';
import http from 'node:http';
import { join } from 'node:path';
import { addressOf, limitServer, urlOf, watchJournal } from '../shared/server.ts';
import type { FaultTimes } from './fault-kinds.ts';
import { createFaults, plainFault } from './faults.ts';
import { defaultLimits, RECENT_LENGTH, type Host, type Limits } from './host.ts';
import { openThreeDsJournal, type Entry } from './journal.ts';
import { cardRanges, type CardRange } from './ranges.ts';
import { route } from './routes.ts';

export type ThreeDsSettings = {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host?: string;
  /** Where customers' browsers find the ACS, when that is not where it listens. */
  readonly publicUrl?: string | undefined;
  /** The journal lies in `<dataDir>/threeds/`. */
  readonly dataDir: string;
  readonly limits?: Partial<Limits>;
  readonly faultTimes?: FaultTimes;
  readonly nowMs?: () => number;
  /** Told once when the journal can't be written any more: nothing is answered from then on. */
  readonly onFailure?: (error: Error) => void;
};

export type ThreeDs = { readonly url: string; readonly close: () => Promise<void> };

/** Starts a directory server and an ACS: takes the port first, so that two can never write one journal. */
export const startThreeDs = async (settings: ThreeDsSettings): Promise<ThreeDs> => {
  const hostname = settings.host ?? '127.0.0.1';
  const stopping = new AbortController();
  let respond: http.RequestListener | undefined;
  const waiting: (() => void)[] = [];
  const server = http.createServer((request, response) => {
    // Whoever calls while the journal is read waits.
    if (respond === undefined) waiting.push(() => respond?.(request, response));
    else respond(request, response);
  });
  limitServer(server);
  server.listen(settings.port, hostname);
  await once(server, 'listening');
  const url = urlOf(server);
  const line = openLine(server, hostname);
  try {
    const host = await openHost(settings, url, stopping.signal);
    watchJournal(host.journal, stopping.signal, settings.onFailure);
    respond = (request, response) => {
      route(host, () => playLineFault(host, line), request, response);
    };
    for (const call of waiting.splice(0)) call();
    return {
      url,
      close: async () => {
        // Waits, timers and results under way end with the host, as in a power cut; what was answered is on the disk.
        stopping.abort();
        for (const challenge of host.challenges.values()) clearTimeout(challenge.idleTimer);
        await line.close();
        await host.journal.close();
      },
    };
  } catch (error) {
    await line.close();
    throw error;
  }
};

const openHost = async (settings: ThreeDsSettings, url: string, stopping: AbortSignal): Promise<Host> => {
  const nowMs = settings.nowMs ?? Date.now;
  const publicUrl = (settings.publicUrl ?? url).replace(/\/+$/, '');
  const ranges: readonly CardRange[] = cardRanges((method) => `${publicUrl}/acs/method/${method}`);
  const recent: Entry[] = [];
  const times = settings.faultTimes ?? {};
  const journal = await openThreeDsJournal(join(settings.dataDir, 'threeds', 'journal.jsonl'), {
    nowMs,
    onEntry: (entry) => {
      recent.unshift(entry);
      if (recent.length > RECENT_LENGTH) recent.pop();
    },
  });
  return {
    journal,
    recent,
    nowMs,
    stopping,
    faults: createFaults({ nowMs, times }),
    plainFault: (kind) => plainFault(kind, times),
    challenges: new Map(),
    challengesByToken: new Map(),
    recentIds: new Set(),
    limits: { ...defaultLimits, ...settings.limits },
    publicUrl: () => publicUrl,
    ranges: () => ranges,
    inBackground: (work) => {
      // Ends with the host, or with the disk: both are told elsewhere.
      work.catch(() => undefined);
    },
  };
};

type Line = { readonly refuseFor: (ms: number) => void; readonly close: () => Promise<void> };

/** The line to the outside, which can be down for a while. */
const openLine = (server: http.Server, hostname: string): Line => {
  const { port } = addressOf(server);
  let backTimer: NodeJS.Timeout | undefined;
  return {
    refuseFor: (ms) => {
      clearTimeout(backTimer);
      server.close();
      server.closeAllConnections();
      backTimer = setTimeout(() => {
        // Somebody may have taken the port meanwhile: then the line stays down.
        server.once('error', () => undefined).listen(port, hostname);
      }, ms);
    },
    close: async () => {
      clearTimeout(backTimer);
      server.closeAllConnections();
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const playLineFault = (host: Host, line: Line): void => {
  const fault = host.faults.take('line', {});
  if (fault !== undefined) line.refuseFor(fault.ms);
};
