import { isIP } from 'node:net';
import { mayCall } from './base/outbound-address.ts';
import type { Secret } from './base/secret.ts';
import { ConfigError } from './config-error.ts';
import { refuseSameKeys } from './config-keys.ts';
import { NO_PROXIES, parseTrustedProxies, proxyHeaders, type TrustedProxies } from './http/kernel/client-address.ts';

/** Who may come how often, and whom we believe who he is. */
export type Doors = {
  readonly rateLimitPerKey: number;
  readonly rateLimitPerIp: number;
  readonly kilobytesPerMerchant: number;
  readonly workMsPerMerchant: number;
  readonly connectionsPerIp: number;
  /**
   * Whoever shows it sees `/metrics` and the details of `/readyz`; undefined: everybody in sandbox mode, nobody in live
   * mode.
   */
  readonly metricsToken: string | undefined;
  /** Whose word about the customer's address is taken; undefined when nobody said. */
  readonly trustedProxies: TrustedProxies | undefined;
};

export const doorSettings = [
  {
    name: 'TOLLGATE_RATE_LIMIT_PER_KEY',
    default: '1000 in live mode, else 0',
    about: 'API requests per second and key; 0: no limit',
  },
  {
    name: 'TOLLGATE_RATE_LIMIT_PER_IP',
    default: '50 in live mode, else 0',
    about: 'requests without a valid key, and card submissions, per second and address; 0: no limit',
  },
  {
    name: 'TOLLGATE_KILOBYTES_PER_MERCHANT',
    default: '16000 in live mode, else 0',
    about: 'KB of bodies, sent and answered, per second for all keys of a merchant; 0: no limit',
  },
  {
    name: 'TOLLGATE_WORK_MS_PER_MERCHANT',
    default: '200 in live mode, else 0',
    about: 'milliseconds per second in which the gateways only read what a merchant sent; 0: no limit',
  },
  {
    name: 'TOLLGATE_CONNECTIONS_PER_IP',
    default: '500 in live mode, else 0',
    about: 'connections that one address may hold, trusted proxies excepted; 0: no limit',
  },
  {
    name: 'TOLLGATE_METRICS_TOKEN',
    default: 'none: open in sandbox mode, closed in live mode',
    about: 'who sends it (`Authorization: Bearer`) sees `/metrics` and the details of `/readyz`; 32 letters or more',
  },
  {
    name: 'TOLLGATE_TRUST_PROXY',
    default: 'none in sandbox mode, must be said in live mode',
    about:
      'how many reverse proxies stand in front (`1`), or their addresses (`10.0.0.0/8, fd00::/8`); `none`: there ' +
      'is none',
  },
  {
    name: 'TOLLGATE_PROXY_HEADER',
    default: 'x-forwarded-for',
    about: "where these proxies name the customer's address; `forwarded` for RFC 7239",
  },
] as const;

type Read = (name: (typeof doorSettings)[number]['name']) => string | undefined;

/** Where money is real there are limits even if nobody has thought of them. */
export const readDoors = (read: Read, mode: 'sandbox' | 'live'): Doors => {
  const limit = (name: Parameters<Read>[0], inLiveMode: number): number =>
    readLimit(name, read(name), mode === 'live' ? inLiveMode : 0);
  return {
    rateLimitPerKey: limit('TOLLGATE_RATE_LIMIT_PER_KEY', 1_000),
    rateLimitPerIp: limit('TOLLGATE_RATE_LIMIT_PER_IP', 50),
    kilobytesPerMerchant: limit('TOLLGATE_KILOBYTES_PER_MERCHANT', 16_000),
    workMsPerMerchant: limit('TOLLGATE_WORK_MS_PER_MERCHANT', 200),
    connectionsPerIp: limit('TOLLGATE_CONNECTIONS_PER_IP', 500),
    metricsToken: readToken(read('TOLLGATE_METRICS_TOKEN')),
    trustedProxies: readTrustedProxies(read('TOLLGATE_TRUST_PROXY'), read('TOLLGATE_PROXY_HEADER')),
  };
};

const readLimit = (name: string, value: string | undefined, otherwise: number): number => {
  if (value === undefined) return otherwise;
  if (!/^\d{1,6}$/.test(value))
    throw new ConfigError(`${name} is "${value}"; it must be a whole number from 0 to 999999.`);
  return Number(value);
};

/** `TOLLGATE_TRUST_PROXY` and `TOLLGATE_PROXY_HEADER`; undefined when nothing is said about proxies. */
const readTrustedProxies = (value: string | undefined, header = 'x-forwarded-for'): TrustedProxies | undefined => {
  const known = proxyHeaders.find((name) => name === header.toLowerCase());
  if (known === undefined)
    throw new ConfigError(`TOLLGATE_PROXY_HEADER is "${header}"; it must be one of ${proxyHeaders.join(', ')}.`);
  if (value === undefined) return undefined;
  const proxies = parseTrustedProxies(value, known);
  if (proxies === undefined)
    throw new ConfigError(
      `TOLLGATE_TRUST_PROXY is "${value}"; it must be how many reverse proxies stand in front (1 to 9), a list of ` +
        'their addresses or blocks, or none.',
    );
  return proxies;
};

/**
 * For a gateway process where money is real: behind a proxy that it is not told of, all customers would share one
 * address and its limits; with one that does not exist, every customer could choose his own.
 */
export const requireProxies = (config: {
  readonly mode: 'sandbox' | 'live';
  readonly trustedProxies: TrustedProxies | undefined;
}): void => {
  if (config.mode === 'live' && config.trustedProxies === undefined)
    throw new ConfigError(
      'TOLLGATE_TRUST_PROXY is not set; live mode needs to know how many reverse proxies stand in front (`1`), ' +
        'their addresses (`10.0.0.0/8`), or `none`.',
    );
};

/**
 * The same for what lies open: nothing is listened to in plain http from the net, and the keys are two that nobody can
 * guess.
 */
export const requireClosedDoors = (config: {
  readonly mode: 'sandbox' | 'live';
  readonly host: string;
  readonly trustedProxies: TrustedProxies | undefined;
  readonly masterKey: () => Secret<Buffer>;
  readonly vaultKeys: () => readonly Secret<Buffer>[];
}): void => {
  if (config.mode === 'sandbox') return;
  const { host } = config;
  // A name is left to who gave it; an address that stands for all of them is as public as the most public one.
  const isPublic = host === '0.0.0.0' || host === '::' || (isIP(host) !== 0 && mayCall('public', host));
  if (isPublic && (config.trustedProxies ?? NO_PROXIES).kind === 'none')
    throw new ConfigError(
      `TOLLGATE_HOST is ${host}, where the net could reach the gateway by plain http: let it listen on 127.0.0.1, ` +
        'or put a proxy that speaks https in front and say so with TOLLGATE_TRUST_PROXY.',
    );
  refuseSameKeys(config.masterKey(), config.vaultKeys());
};

/** `TOLLGATE_METRICS_TOKEN`: long enough that nobody guesses it, and of letters that a header may hold. */
const readToken = (value: string | undefined): string | undefined => {
  // Not repeated: it is a secret.
  if (value !== undefined && !/^[\x21-\x7e]{32,512}$/.test(value))
    throw new ConfigError(
      'TOLLGATE_METRICS_TOKEN must have 32 letters or more, without spaces (`openssl rand -hex 32`).',
    );
  return value;
};
