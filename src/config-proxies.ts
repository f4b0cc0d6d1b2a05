import { ConfigError } from './config-error.ts';
import { parseTrustedProxies, proxyHeaders, type TrustedProxies } from './http/client-address.ts';

/** `TOLLGATE_TRUST_PROXY` and `TOLLGATE_PROXY_HEADER`; undefined when nothing is said about proxies. */
export const readTrustedProxies = (
  value: string | undefined,
  header = 'x-forwarded-for',
): TrustedProxies | undefined => {
  const known = proxyHeaders.find((name) => name === header.toLowerCase());
  if (known === undefined)
    throw new ConfigError(`TOLLGATE_PROXY_HEADER is "${header}"; it must be one of ${proxyHeaders.join(', ')}.`);
  if (value === undefined) return undefined;
  const proxies = parseTrustedProxies(value, known);
  if (proxies === undefined)
    throw new ConfigError(
      `TOLLGATE_TRUST_PROXY is "${value}"; it must be how many reverse proxies stand in front (1 to 9), a list of their addresses or blocks, or none.`,
    );
  return proxies;
};

/**
 * For a gateway process where money is real: behind a proxy that it is not told of, all customers would share one address and its
 * limits; with one that does not exist, every customer could choose his own.
 */
export const requireProxies = (config: {
  readonly mode: 'sandbox' | 'live';
  readonly trustedProxies: TrustedProxies | undefined;
}): void => {
  if (config.mode === 'live' && config.trustedProxies === undefined)
    throw new ConfigError(
      'TOLLGATE_TRUST_PROXY is not set; live mode needs to know how many reverse proxies stand in front (`1`), their addresses (`10.0.0.0/8`), or `none`.',
    );
};

/** `TOLLGATE_METRICS_TOKEN`: long enough that nobody guesses it, and of letters that a header may hold. */
export const readToken = (value: string | undefined): string | undefined => {
  // Not repeated: it is a secret.
  if (value !== undefined && !/^[\x21-\x7e]{32,512}$/.test(value))
    throw new ConfigError(
      'TOLLGATE_METRICS_TOKEN must have 32 letters or more, without spaces (`openssl rand -hex 32`).',
    );
  return value;
};
