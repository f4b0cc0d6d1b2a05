import { lookup, Resolver } from 'node:dns/promises';
import net from 'node:net';
import { LRUCache } from 'lru-cache';
import type { ResolveHost } from './http-connect.ts';

/**
 * Which addresses may be called for a stranger's URL. `public`: addresses of the open internet only. `any`: everything
 * but the places where clouds hand out credentials; for a gateway on a laptop, whose shops are on the laptop too.
 */
export type AddressPolicy = 'public' | 'any';

export const mayCall = (policy: AddressPolicy, address: string): boolean => {
  const bytes = parseAddress(address);
  if (bytes === undefined) return false;
  return policy === 'public' ? isPublic(bytes) : !isMetadata(bytes);
};

/** IPv4 blocks that are not the open internet (IANA special-purpose registry), first that matches. */
const notPublicV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/** Only 2000::/3 is the open internet at all; these parts of it are not. */
const notPublicV6 = [
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address in disguise
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
];

/** Where clouds hand out credentials to whoever asks from inside. */
const metadata = ['169.254.0.0/16', '100.100.100.200/32', '192.0.0.192/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'];

/** Forms in which an IPv6 address carries an IPv4 address: the block, and the byte it starts at. */
const embeddings: readonly (readonly [block: string, offset: number])[] = [
  ['::ffff:0:0/96', 12], // mapped: the socket is an IPv4 one
  ['64:ff9b::/96', 12], // NAT64, by which an IPv6-only network reaches the IPv4 internet
];

/** Forms that are never public, but must not lead to a metadata service on a laptop either. */
const oldEmbeddings: readonly (readonly [block: string, offset: number])[] = [
  ['::/96', 12], // IPv4-compatible, ::127.0.0.1
  ['::ffff:0:0:0/96', 12], // translated
  ['64:ff9b:1::/48', 12], // NAT64 of a private network
  ['2002::/16', 2], // 6to4
];

type Block = { readonly bytes: Buffer; readonly bits: number };

const parseAddress = (address: string): Buffer | undefined => {
  if (net.isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  // A zone names an interface of this machine: only link-local addresses need one.
  if (!net.isIPv6(address) || address.includes('%')) return undefined;
  return parseV6(address);
};

const parseV6 = (address: string): Buffer => {
  const lastColon = address.lastIndexOf(':');
  const tail = address.slice(lastColon + 1);
  const hex = tail.includes('.')
    ? `${address.slice(0, lastColon + 1)}${Buffer.from(tail.split('.').map(Number))
        .toString('hex')
        .replace(/^(....)/, '$1:')}`
    : address;
  const [left = '', right] = hex.split('::');
  const groupsOf = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  const head = groupsOf(left);
  const end = groupsOf(right);
  const zeros = new Array<string>(8 - head.length - end.length).fill('0');
  return Buffer.from([...head, ...zeros, ...end].map((group) => group.padStart(4, '0')).join(''), 'hex');
};

const parseBlock = (text: string): Block => {
  const [address = '', bits = ''] = text.split('/');
  const bytes = parseAddress(address);
  if (bytes === undefined) throw new Error(`${text} is not a block of addresses`);
  return { bytes, bits: Number(bits) };
};

const isIn = (address: Buffer, block: Block): boolean => {
  if (address.length !== block.bytes.length) return false;
  for (let bit = 0; bit < block.bits; bit += 8) {
    const index = bit / 8;
    const mask = 0xff00 >> Math.min(8, block.bits - bit);
    if (((address[index] ?? 0) & mask) !== ((block.bytes[index] ?? 0) & mask)) return false;
  }
  return true;
};

const v4Blocks = notPublicV4.map(parseBlock);
const v6Blocks = notPublicV6.map(parseBlock);
const metadataBlocks = metadata.map(parseBlock);
const globalUnicast = parseBlock('2000::/3');
const embeddingBlocks = embeddings.map(([block, offset]) => [parseBlock(block), offset] as const);
const allEmbeddingBlocks = [...embeddings, ...oldEmbeddings].map(
  ([block, offset]) => [parseBlock(block), offset] as const,
);

const isPublic = (address: Buffer): boolean => {
  if (address.length === 4) return !v4Blocks.some((block) => isIn(address, block));
  for (const [block, offset] of embeddingBlocks) {
    if (isIn(address, block)) return isPublic(address.subarray(offset, offset + 4));
  }
  return isIn(address, globalUnicast) && !v6Blocks.some((block) => isIn(address, block));
};

const isMetadata = (address: Buffer): boolean =>
  metadataBlocks.some((block) => isIn(address, block)) ||
  allEmbeddingBlocks.some(
    ([block, offset]) => isIn(address, block) && isMetadata(address.subarray(offset, offset + 4)),
  );

/** The addresses of a name, or a rejection when it has none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/**
 * Chooses the address to connect to: the name is resolved once, every address is checked, and the one that is answered
 * is the one that is connected to. One forbidden address forbids the name, so that nobody can roll dice.
 */
export const createOutboundResolver = (
  policy: AddressPolicy,
  resolve: Resolve = policy === 'public' ? resolveByDns : resolveBySystem,
): OutboundResolver => {
  const skipped = new LRUCache<string, number>({ max: REMEMBER_MOST });
  const counts = new LRUCache<string, number>({ max: REMEMBER_MOST });
  return {
    resolveHost: async (hostname) => {
      const literal = hostname.replace(/^\[|\]$/g, '');
      const addresses = net.isIP(literal) === 0 ? await resolve(literal) : [literal];
      if (addresses.length === 0 || !addresses.every((address) => mayCall(policy, address)))
        return { kind: 'forbidden' };
      counts.set(hostname, addresses.length);
      const address = addresses[(skipped.get(hostname) ?? 0) % addresses.length];
      return address === undefined ? { kind: 'forbidden' } : { kind: 'address', address };
    },
    skipAddress: (hostname) => {
      skipped.set(hostname, (skipped.get(hostname) ?? 0) + 1);
      return counts.get(hostname) ?? 0;
    },
  };
};

export type OutboundResolver = {
  readonly resolveHost: ResolveHost;
  /** The address last answered for the name did not connect: the next one's turn. Gives how many addresses it has. */
  readonly skipAddress: (hostname: string) => number;
};

const REMEMBER_MOST = 10_000;
const DNS_TIMEOUT_MS = 2_000;

/**
 * Asks the name servers directly: the system's look-up holds one of Node's four threads for as long as a dead name
 * server takes, and a few dead merchants would keep every file and every other name waiting.
 */
const resolveByDns: Resolve = async (hostname) => {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 2 });
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length === 0) throw new Error('the name has no address');
  return found;
};

/**
 * The system's look-up knows the hosts file and the names of containers. IPv4 first: most local servers listen there.
 */
const resolveBySystem: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, order: 'ipv4first' })).map(({ address }) => address);
