import pg from 'pg';

/**
 * The servers that a DATABASE_URL names, each as an address of its own that the driver reads: `postgres://a,b/x` is one
 * database on two servers, of which one takes writes. The driver itself knows one host only, and takes no notice of
 * `target_session_attrs`.
 */
export type Servers = readonly [string, ...string[]];

/** An address that can't be used; the message says why and never repeats the address, which holds a password. */
export class DatabaseUrlError extends Error {}

const PARTS = /^(postgres(?:ql)?:\/\/)(?:([^@/?#]*)@)?([^/?#]*)(\/[^?#]*)?(?:\?([^#]*))?$/;

/** What `target_session_attrs` may say: the gateway writes, so a server that only reads is of no use to it. */
const WRITABLE: ReadonlySet<string> = new Set(['any', 'read-write', 'primary']);

/** Throws `DatabaseUrlError`. */
export const parseServers = (databaseUrl: string): Servers => {
  const parts = PARTS.exec(databaseUrl);
  if (parts === null) throw new DatabaseUrlError('must begin with postgres:// or postgresql:// and hold no "#"');
  const [, scheme = '', login, authority = '', path = '', search = ''] = parts;
  const parameters = new URLSearchParams(search);
  const wish = parameters.get('target_session_attrs');
  if (wish !== null && !WRITABLE.has(wish))
    throw new DatabaseUrlError(`has target_session_attrs=${wish}, and the gateway writes: use read-write`);
  const named = parameters.get('host');
  const hosts = named === null ? authority.split(',') : zip(named.split(','), parameters.get('port')?.split(',') ?? []);
  const rest = withoutParameters(
    search,
    hosts.length > 1 ? ['target_session_attrs', 'host', 'port'] : ['target_session_attrs'],
  );
  const isByParameter = named !== null && hosts.length === 1;
  const servers = (isByParameter ? [authority] : hosts).map(
    (host) => `${scheme}${login === undefined ? '' : `${login}@`}${host}${path}${rest === '' ? '' : `?${rest}`}`,
  );
  for (const server of servers) readByDriver(server);
  const [first, ...others] = servers;
  if (first === undefined || (servers.length > 1 && hosts.some((host) => host === '')))
    throw new DatabaseUrlError('names a server without a host');
  return [first, ...others];
};

const zip = (hosts: readonly string[], ports: readonly string[]): readonly string[] =>
  hosts.map((host, i) => {
    const port = ports[i] ?? ports[0];
    return `${encodeURIComponent(host)}${port === undefined ? '' : `:${port}`}`;
  });

/** As it was written, but for these: what the driver reads is left to the driver. */
const withoutParameters = (search: string, names: readonly string[]): string =>
  search
    .split('&')
    .filter((pair) => pair !== '' && !names.includes(pair.split('=', 1)[0] ?? ''))
    .join('&');

/** Only the driver knows what it can read; the certificates that an address names are read here, too. */
const readByDriver = (connectionString: string): void => {
  try {
    new pg.Client({ connectionString });
  } catch (error) {
    throw new DatabaseUrlError(
      `cannot be read (${error instanceof Error ? error.message : 'no reason given'}); special letters of a user ` +
        'name or password are percent-encoded',
    );
  }
};

/** The first server that is reached over a net without TLS being demanded; undefined when there is none. */
export const findUnencrypted = (servers: Servers): string | undefined =>
  servers
    .map((connectionString) => new pg.Client({ connectionString }))
    .find((client) => !isOnThisMachine(client.host) && !client.ssl)?.host;

/**
 * The first server that is reached over a net by TLS that takes anybody's certificate; undefined when there is none.
 */
export const findUnchecked = (servers: Servers): string | undefined =>
  servers
    .map((connectionString) => new pg.Client({ connectionString }))
    .find(({ host, ssl }) => !isOnThisMachine(host) && takesAnyCertificate(ssl))?.host;

/** The driver's types know a yes or no only; what it makes of an address are the options of TLS. */
const takesAnyCertificate = (ssl: unknown): boolean =>
  typeof ssl === 'object' && ssl !== null && 'rejectUnauthorized' in ssl && ssl.rejectUnauthorized === false;

const isOnThisMachine = (host: string): boolean =>
  host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
