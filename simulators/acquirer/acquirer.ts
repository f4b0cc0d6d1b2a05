import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { openJournal } from '../shared/journal.ts';
import { addressOf, limitServer, urlOf, watchJournal } from '../shared/server.ts';
import type { Host } from './exchange.ts';
import { createAdyenFace, type AdyenFaceSettings } from './faces/adyen/index.ts';
import type { FaultTimes } from './fault-kinds.ts';
import { createIso8583Server, type Iso8583Settings } from './faces/iso8583/face.ts';
import { createFaults, type Faults } from './faults.ts';
import { applyEntry, createLedger, type Entry } from './ledger.ts';
import { createStripeFace, type StripeFaceSettings } from './faces/stripe/index.ts';
import { openLine, type Line } from './line.ts';
import { route } from './routes.ts';

export type AcquirerSettings = {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host?: string;
  /** The journal lies in `<dataDir>/acquirer/`. */
  readonly dataDir: string;
  readonly credentials?: string | undefined;
  /** The same host on a second port, in the words of ISO 8583. */
  readonly iso8583?: Iso8583Settings;
  readonly stripe?: StripeFaceSettings;
  readonly adyen?: AdyenFaceSettings;
  readonly faultTimes?: FaultTimes;
  readonly nowMs?: () => number;
  /** Told once when the journal can't be written any more: nothing is answered from then on. */
  readonly onFailure?: (error: Error) => void;
};

export type Acquirer = {
  readonly url: string;
  /** Where it speaks ISO 8583. */
  readonly iso8583Port: number | undefined;
  readonly close: () => Promise<void>;
};

/**
 * Starts the host: takes the port first, so that two can never write one journal, then reads the journal, then answers.
 */
export const startAcquirer = async (settings: AcquirerSettings): Promise<Acquirer> => {
  const hostname = settings.host ?? '127.0.0.1';
  const stopping = new AbortController();
  const faults = createFaults({ nowMs: settings.nowMs ?? Date.now, times: settings.faultTimes ?? {} });
  const { iso8583 } = settings;
  const lines = [await listen({ port: settings.port, hostname, faults })];
  try {
    if (iso8583 !== undefined) lines.push(await listen({ port: iso8583.port, hostname, faults }));
    const [web, iso] = lines;
    const host = await openHost(settings, faults, stopping.signal);
    const onFaultsChanged = () => {
      for (const { line } of lines) line.onFaultsChanged();
    };
    web?.line.connect(createHttpServer(host, settings, onFaultsChanged));
    if (iso8583 !== undefined) iso?.line.connect(createIso8583Server(host, iso8583));
    return {
      url: web === undefined ? '' : urlOf(web.listener),
      iso8583Port: iso === undefined ? undefined : addressOf(iso.listener).port,
      close: async () => {
        // Late effects and answers die with the host, as in a power cut; what was answered is on the disk.
        stopping.abort();
        await closeAll(lines);
        await host.journal.close();
      },
    };
  } catch (error) {
    await closeAll(lines);
    throw error;
  }
};

type Listening = { readonly listener: net.Server; readonly line: Line };

/** Whoever calls while the journal is read waits on the line. */
const listen = async (at: {
  readonly port: number;
  readonly hostname: string;
  readonly faults: Faults;
}): Promise<Listening> => {
  const listener = net.createServer({ noDelay: true, pauseOnConnect: true, allowHalfOpen: true });
  const line = openLine(listener, at.faults);
  listener.listen(at.port, at.hostname);
  await once(listener, 'listening');
  return { listener, line };
};

const closeAll = async (lines: readonly Listening[]): Promise<void> => {
  for (const { line } of lines) await line.close();
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
    notifyAt: new Map(),
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
  const faces = [
    createStripeFace(host, settings.stripe ?? {}, join(settings.dataDir, 'acquirer', 'stripe.jsonl')),
    createAdyenFace(host, settings.adyen ?? {}),
  ];
  const routeSettings = { credentials: settings.credentials, onFaultsChanged, faces };
  const server = http.createServer((request, response) => {
    route(host, routeSettings, request, response);
  });
  limitServer(server);
  watchJournal(host.journal, host.stopping, settings.onFailure);
  return server;
};
