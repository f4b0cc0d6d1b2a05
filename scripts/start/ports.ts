import { createServer } from 'node:net';
import { Sentence } from './sentence.ts';

export type WantedPort = {
  readonly setting: string;
  readonly host: string;
  readonly port: number;
  readonly use: string;
};

/** Looked at before anything starts, so that a port in use is one sentence and not a program that dies half-way. */
export const checkPorts = async (wanted: readonly WantedPort[]): Promise<void> => {
  for (const [index, { setting, port }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((earlier) => earlier.port === port);
    if (twin !== undefined)
      throw new Sentence(`${twin.setting} and ${setting} are both ${port}: give each its own port.`);
  }
  for (const { setting, host, port, use } of wanted) {
    const code = await tryPort(host, port);
    if (code !== undefined) throw new Sentence(explain(code, { setting, host, port, use }));
  }
};

const explain = (code: string, { setting, host, port, use }: WantedPort): string => {
  const other = `set ${setting} to another one, e.g. ${setting}=${port < 60_000 ? port + 1000 : port - 1000}`;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} (${use}) is already in use: stop the program that has it, or ${other}.`;
    case 'EACCES':
      return `Port ${port} (${use}) is not open to this user: ${other}.`;
    default:
      return `Port ${port} (${use}) cannot be used on ${host} (${code}): ${other}, or change TOLLGATE_HOST.`;
  }
};

const tryPort = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    probe.listen({ host, port, exclusive: true }, () => {
      probe.close(() => {
        resolve(undefined);
      });
    });
  });

/** The simulators and the store are for this machine alone, whatever the gateway listens on. */
export const LOCAL = '127.0.0.1';

/** A server that listens on every address is asked on the nearest one. */
export const nearestHost = (host: string): string => {
  if (host === '0.0.0.0') return LOCAL;
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};
