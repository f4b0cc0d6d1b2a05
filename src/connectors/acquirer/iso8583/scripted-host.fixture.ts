import { once } from 'node:events';
import net from 'node:net';
import { signWith } from '../../../../simulators/acquirer/faces/iso8583/mac.ts';
import { pack, pick, unpack } from '../../../../simulators/acquirer/faces/iso8583/pack.ts';
import { specs } from '../../../../simulators/acquirer/faces/iso8583/spec.ts';
import { createStream, envelope } from '../../../../simulators/acquirer/faces/iso8583/stream.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { addressOf } from '../../../../simulators/shared/server.ts';
import { money, newReference } from '../../../../test/conformance/acquirer/conformance.ts';
import type { AcquirerConnector, AuthorizeRequest } from '../contract.ts';
import { createIso8583Connector, type Iso8583Options } from './index.ts';
import { cardOf, optionsFor, type DialectName } from './iso8583.fixture.ts';

type Fields = Readonly<Record<number, string>>;

/** One message as a host of somebody else's making read it, and ways to answer it. */
export type Heard = {
  readonly mti: string;
  readonly fields: Fields;
  readonly socket: net.Socket;
  /** The answer with this code; what was asked is said again, and `fields` instead of it. */
  readonly answer: (code: string, fields?: Fields) => Buffer;
  readonly send: (code: string, fields?: Fields) => void;
};

export type ScriptedHost = {
  readonly port: number;
  /** All but network messages, oldest first. */
  readonly heard: Heard[];
  /** Sign-on, echo and sign-off: `001`, `301`, `002`. */
  readonly network: string[];
  readonly sockets: net.Socket[];
  /** Resolves when so many messages were heard. */
  readonly untilHeard: (count: number) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

export type Script = {
  /** Undefined: it is heard, and the test answers when it likes. */
  readonly onMessage?: (heard: Heard) => void;
  /** The code that answers a network message; undefined: none. */
  readonly onNetwork?: (which: string) => string | undefined;
  readonly macKey?: string;
  readonly port?: number;
};

/** A host that does what a test says, with the packing of the simulator. */
export const startScriptedHost = async (dialect: DialectName, script: Script = {}): Promise<ScriptedHost> => {
  const spec = specs[dialect];
  const sign = script.macKey === undefined ? undefined : signWith(spec, Buffer.from(script.macKey, 'hex'));
  const [heard, network, sockets]: [Heard[], string[], net.Socket[]] = [[], [], []];
  const listener = net.createServer((socket) => {
    sockets.push(socket);
    const read = createStream(spec);
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        for (const { tpdu, body } of read(chunk) ?? []) {
          const message = unpack(spec, body);
          if (message === undefined) throw new Error('The scripted host was told what it can’t read.');
          const { mti, fields } = message;
          const answer = (code: string, changed: Fields = {}) => {
            const all = { ...pick(fields, [3, 4, 7, 11, 12, 13, 24, 37, 41, 49, 70]), 39: code, ...changed };
            const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
            const type = mti.slice(0, 2) + String(Number(mti[2]) + 1) + String(Number(mti[3]) & ~1);
            return envelope(spec, tpdu, pack(spec, type, kept, sign));
          };
          const send = (code: string, changed?: Fields) => void socket.write(answer(code, changed));
          const which = fields[70] ?? (mti.startsWith('18') ? (fields[24] ?? '') : '');
          if (mti.charAt(1) === '8') {
            network.push(which);
            const code = (script.onNetwork ?? (() => (spec.year === 1987 ? '00' : '800')))(which);
            if (code !== undefined) send(code);
          } else {
            const one = { mti, fields, socket, answer, send };
            heard.push(one);
            script.onMessage?.(one);
          }
        }
      });
  });
  listener.listen(script.port ?? 0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: addressOf(listener).port,
    heard,
    network,
    sockets,
    untilHeard: (count) => waitFor(`${count} messages`, async () => heard.length >= count),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
};

export const PAN = '4242424242424242';

export const request = (fields: Partial<AuthorizeRequest> = {}): AuthorizeRequest => ({
  reference: newReference(),
  merchantId: 'mr_verbs',
  merchantReferenceId: 'Bestellung № 1',
  amount: money(1_000),
  capture: false,
  card: cardOf(PAN),
  initiator: { by: 'customer', storesCard: false },
  authentication: undefined,
  isExempt: false,
  handle: undefined,
  ...fields,
});

export type World = { readonly host: ScriptedHost; readonly connector: AcquirerConnector };
export type Story = { readonly script?: Script; readonly options?: Partial<Iso8583Options> };

/** A connector and the host that it speaks to, for as long as a story lasts. */
export const withHost = async (
  dialect: DialectName,
  act: (world: World) => Promise<void>,
  { script = {}, options = {} }: Story = {},
): Promise<void> => {
  const host = await startScriptedHost(dialect, script);
  const connector = createIso8583Connector({ ...optionsFor(dialect, host.port, script.macKey), ...options });
  try {
    await act({ host, connector });
  } finally {
    await Promise.all([connector.close(), host.stop()]);
  }
};

export const approve = ({ send }: Heard): void => send('00', { 38: 'A1B2C3' });
