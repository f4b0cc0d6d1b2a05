import { join } from 'node:path';
import { measureRepeat, type Bench, type Row } from '../measure.ts';
import { startChild, waitForWord } from '../world/child.ts';
import { sessionRequest } from './session-request.ts';

const CONNECTIONS = 64;

/** The ratio of every other row is of this one. Measured at both ends of a run, because machines change their pace. */
export const measureLimit = async (bench: Bench, when: string): Promise<Row> =>
  measureBare(bench, {
    file: 'bench/servers/bare-fastify.ts',
    what: `limit: Fastify 5 with JSON schema, no database, c=${CONNECTIONS}${when}`,
  });

export const measureBareHttp = async (bench: Bench): Promise<Row> =>
  measureBare(bench, { file: 'bench/servers/bare-http.ts', what: `bare node:http, no database, c=${CONNECTIONS}` });

const measureBare = async (
  bench: Bench,
  { file, what }: { readonly file: string; readonly what: string },
): Promise<Row> => {
  const server = startChild({ name: 'bare-server', file }, join(bench.options.parentDir, 'bench-logs'));
  try {
    const target = { host: '127.0.0.1', port: await waitForWord(server) };
    const request = sessionRequest('0'.repeat(40), '/sessions');
    const measured = await measureRepeat(bench, {
      target,
      request,
      connections: CONNECTIONS,
      warmupSeconds: 2,
      watched: { gateway: server.pid },
    });
    return { group: 'limit', what, ...measured, isComparedWithLimit: true };
  } finally {
    await server.stop();
  }
};
