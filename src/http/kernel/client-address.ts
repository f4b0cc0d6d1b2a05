import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';

/**
 * Whom a request comes from: `address` as text in its one shortest form (an IPv4 address that came as `::ffff:a.b.c.d`
 * is an IPv4 address), `network` is what one customer has for himself and limits count by: the IPv4 address, or the /64
 * of an IPv6 address, of which every home has 2^64 addresses.
 */
export type ClientAddress = { readonly address: string; readonly network: string };

/** The reverse proxies in front of this gateway, whose word about an address is taken. */
export type TrustedProxies =
  | { readonly kind: 'none' }
  /** So many stand in a row; the last of them connects to us. */
  | { readonly kind: 'count'; readonly count: number; readonly header: ProxyHeader }
  /** Whoever connects from these blocks of addresses is one. */
  | { readonly kind: 'networks'; readonly networks: readonly Network[]; readonly header: ProxyHeader };

/** Exactly one header is read: of two, a proxy writes one and lets the customer write the other. */
export const proxyHeaders = ['x-forwarded-for', 'forwarded'] as const;
export type ProxyHeader = (typeof proxyHeaders)[number];

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [address: Address, bits: number];

export const NO_PROXIES: TrustedProxies = { kind: 'none' };

declare module 'fastify' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface FastifyInstance {
    /** Wrapped, as the framework takes the type of a union apart. */
    trust?: { readonly proxies: TrustedProxies };
  }
}

const known = new WeakMap<FastifyRequest['raw'], ClientAddress>();

/** The customer's address (or the merchant's server's), found once for each request. */
export const clientAddress = (request: FastifyRequest): ClientAddress => {
  const before = known.get(request.raw);
  if (before !== undefined) return before;
  const proxies = request.server.trust?.proxies ?? NO_PROXIES;
  const found = findClientAddress(proxies, request.raw.socket.remoteAddress, request.headers);
  known.set(request.raw, found);
  return found;
};

/**
 * Walks from the connection towards the customer, for as long as whoever speaks is a proxy of ours: each names whom it
 * was called by at the right end of the header, and what stands further left a stranger may have written. A name that
 * is no address ends the walk at the proxy that said it.
 */
export const findClientAddress = (
  proxies: TrustedProxies,
  peer: string | undefined,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): ClientAddress => {
  let address = parseAddress(peer ?? '') ?? NOBODY;
  if (proxies.kind === 'none') return shown(address);
  const named = [headers[proxies.header] ?? []].flat().join(',').split(',').reverse();
  for (const [hop, text] of named.entries()) {
    if (!isProxy(proxies, address, hop)) break;
    const next = proxies.header === 'forwarded' ? parseForwarded(text) : parseNode(text);
    if (next === undefined) break;
    address = next;
  }
  return shown(address);
};

/** Whether whoever connects may be a proxy: with a mere number, everybody who reaches us is. */
export const isTrustedPeer = (proxies: TrustedProxies, peer: string | undefined): boolean =>
  proxies.kind !== 'none' && isProxy(proxies, parseAddress(peer ?? '') ?? NOBODY, 0);

/** The connection is gone, or a socket of this machine that has no address. */
const NOBODY = ipaddr.parse('0.0.0.0');

const isProxy = (proxies: Exclude<TrustedProxies, { kind: 'none' }>, address: Address, hop: number): boolean =>
  proxies.kind === 'count' ? hop < proxies.count : proxies.networks.some((network) => isWithin(address, network));

const isWithin = (address: Address, [network, bits]: Network): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

const shown = (address: Address): ClientAddress => {
  const text = address.toString();
  if (address.kind() === 'ipv4') return { address: text, network: text };
  const half = ipaddr.fromByteArray([...address.toByteArray().slice(0, 8), ...new Array<number>(8).fill(0)]);
  return { address: text, network: `${half.toString()}/64` };
};

/** As the system writes an address, and no other form: `010.1.1.1` or `0x7f.1` would be read differently by others. */
const parseAddress = (text: string): Address | undefined => {
  const [plain = ''] = text.split('%', 1);
  return isIP(plain) === 0 ? undefined : ipaddr.process(plain);
};

/**
 * `203.0.113.7`, `203.0.113.7:51234`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:443`: proxies write all of them.
 */
const parseNode = (text: string): Address | undefined => {
  const trimmed = text.trim();
  const parts = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed) ?? /^([\d.]+):\d{1,5}$/.exec(trimmed);
  return parseAddress(parts?.[1] ?? trimmed);
};

/**
 * One element of RFC 7239's header: `for="[2001:db8::7]:443";proto=https`. Cut at every comma and read only when it is
 * whole, so that a quotation mark that a stranger opened reaches no further than his own element.
 */
const parseForwarded = (element: string): Address | undefined => {
  if (!FORWARDED_ELEMENT.test(element)) return undefined;
  const node = /(?:^|;)\s*for=(?:"([^"]*)"|([^\s;"]+))/i.exec(element);
  return parseNode(node?.[1] ?? node?.[2] ?? '');
};

const FORWARDED_ELEMENT = /^\s*[\w-]+=(?:"[^"\\]*"|[^\s;,"]+)(?:\s*;\s*[\w-]+=(?:"[^"\\]*"|[^\s;,"]+))*\s*$/;

/**
 * `none`, how many (`1` to `9`), or a list of addresses and blocks (`10.0.0.0/8, fd00::/8`); undefined when it is
 * neither.
 */
export const parseTrustedProxies = (text: string, header: ProxyHeader): TrustedProxies | undefined => {
  if (text === 'none' || text === 'no' || text === '0') return NO_PROXIES;
  if (/^[1-9]$/.test(text)) return { kind: 'count', count: Number(text), header };
  const networks = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseNetwork);
  return networks.length > 0 && networks.every((network) => network !== undefined)
    ? { kind: 'networks', networks, header }
    : undefined;
};

/** A whole internet of trusted proxies is a mistake: everybody could then say to be anybody. */
const LEAST_BITS = 4;

const parseNetwork = (text: string): Network | undefined => {
  const [plain = '', bits, ...more] = text.split('/');
  if (isIP(plain) === 0 || more.length > 0) return undefined;
  const address = ipaddr.parse(plain);
  const most = address.kind() === 'ipv4' ? 32 : 128;
  const number = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : NaN;
  if (!(number >= LEAST_BITS && number <= most)) return undefined;
  if (!isMapped(address)) return [address, number];
  return number < 96 ? undefined : [address.toIPv4Address(), number - 96];
};

const isMapped = (address: Address): address is ipaddr.IPv6 =>
  address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress();
