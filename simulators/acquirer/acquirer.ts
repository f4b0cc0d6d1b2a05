import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { openJournal } from '../shared/journal.ts';
import { limitServer, urlOf, watchJournal } from '../shared/server.ts';
import type { Host } from './exchange.ts';
import type { FaultTimes } from './fault-kinds.ts';
import { createFaults, type Faults } from './faults.ts';
import { applyEntry, createLedger, type Entry } from './ledger.ts';
import { openLine } from './line.ts';
import { route } from './routes.ts';

export type AcquirerSettings = {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host?: string;
  /** The journal lies in `<dataDir>/acquirer/`. */
  readonly dataDir: string;
  readonly credentials?: string | undefined;
  readonly faultTimes?: FaultTimes;
  readonly nowMs?: () => number;
  /** Told once when the journal can't be written any more: nothing is answered from then on. */
  readonly onFailure?: (error: Error) => void;
};

export type Acquirer = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Starts the host: takes the port first, so that two can never write one journal, then reads the journal, then answers.
 */
export const startAcquirer = async (settings: AcquirerSettings): Promise<Acquirer> => {
  const hostname = settings.host ?? '127.0.0.1';
  const stopping = new AbortController();
  const faults = createFaults({ nowMs: settings.nowMs ?? Date.now, times: settings.faultTimes ?? {} });
  const listener = net.createServer({ noDelay: true, pauseOnConnect: true, allowHalfOpen: true });
  // Whoever calls while the journal is read waits on the line.
  const line = openLine(listener, faults);
  listener.listen(settings.port, hostname);
  await once(listener, 'listening');
  try {
    const host = await openHost(settings, faults, stopping.signal);
    const server = createHttpServer(host, settings, line.onFaultsChanged);
    line.connect(server);
    return {
      url: urlOf(listener),
      close: async () => {
        // Late effects and answers die with the host, as in a power cut; what was answered is on the disk.
        stopping.abort();
        await line.close();
        await host.journal.close();
      },
    };
  } catch (error) {
    await line.close();
    throw error;
  }
};

const openHost = async (settings: AcquirerSettings, faults: Faults, stopping: AbortSignal): Promise<Host> => {
  const folder = join(settings.dataDir, 'acquirer');
  await mkdir(folder, { recursive: true });
  const ledger = createLedger();
  const recent: Host['recent'] = [];
  const journal = await openJournal<Entry>(join(folder, 'journal.jsonl'), (entry) => {
    applyEntry(ledger, entry);
    recent.unshift(entry);
    if (recent.length > 50) recent.pop();
  });
  return {
    ledger,
    journal,
    recent,
    faults,
    stopping,
    nowMs: settings.nowMs ?? Date.now,
    fingerprintKey: await readKey(join(folder, 'fingerprint.key')),
    hiddenUntil: new Map(),
    pendingUntil: new Map(),
    counts: new Map(),
  };
};

/** Made on the first start. Without it, repeated messages of earlier runs would look like other content. */
const readKey = async (path: string): Promise<Buffer> => {
  const fresh = randomBytes(32).toString('hex');
  await writeFile(path, fresh, { flag: 'wx', mode: 0o600, flush: true }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  return Buffer.from(await readFile(path, 'utf8'), 'hex');
};

const createHttpServer = (host: Host, settings: AcquirerSettings, onFaultsChanged: () => void): http.Server => {
  const routeSettings = { credentials: settings.credentials, onFaultsChanged };
  const server = http.createServer((request, response) => {
    route(host, routeSettings, request, response);
  });
  limitServer(server);
  watchJournal(host.journal, host.stopping, settings.onFailure);
  return server;
};
