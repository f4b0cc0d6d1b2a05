import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { hmacSha256, type Keys } from '../../base/keys.ts';
import type { Secret } from '../../base/secret.ts';
import type { VelocityRule } from './rules.ts';

/** A try to pay, by what it is known by. */
export type Tried = {
  readonly merchantId: string;
  readonly pan: Secret;
  /** The vault's, of this merchant. */
  readonly cardFingerprint: Buffer;
  readonly bin: string;
  /** The customer's; undefined where a shop's server asks. */
  readonly address: string | undefined;
  /** The key with which a shop's server asks; undefined on the page. */
  readonly apiKeyId: string | undefined;
};

export type Subject = { readonly rule: VelocityRule; readonly subject: string };

/**
 * What a try is counted under. No card number and no address can be read from it, or be found by trying all without the
 * key. `group`: tries that are counted apart from the others; empty for most.
 */
export const subjectsOf = (keys: Pick<Keys, 'deriveKeyObject'>, tried: Tried, group: string): readonly Subject[] => {
  const network = tried.address === undefined ? undefined : networkOf(tried.address);
  return [
    { rule: 'card', subject: tried.cardFingerprint.toString('hex') },
    ...(network === undefined
      ? []
      : [{ rule: 'address' as const, subject: hashOf(keys, tried.merchantId, `${group}${network}`) }]),
    { rule: 'bin', subject: `${group}${tried.bin}` },
    { rule: 'merchant', subject: group },
    ...(tried.apiKeyId === undefined ? [] : [{ rule: 'apiKey' as const, subject: `${group}${tried.apiKeyId}` }]),
  ];
};

const hashOf = (keys: Pick<Keys, 'deriveKeyObject'>, merchantId: string, network: string): string =>
  hmacSha256(keys.deriveKeyObject('velocity-address'), `${merchantId}/${network}`).toString('hex');

/**
 * Whose address it is, as far as one can tell: an IPv4 address, or the /64 of an IPv6 address, within which a customer
 * takes any. An IPv4 address in the clothes of IPv6 is one all the same. Undefined: this is no address.
 */
export const networkOf = (address: string): string | undefined => {
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return undefined;
  const groups = groupsOf(plain);
  if (MAPPED.check(plain, 'ipv6')) return groups.slice(6).flatMap(bytesOf).join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
};

const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0:0', 96, 'ipv6');

const bytesOf = (group: number): readonly number[] => [group >> 8, group & 0xff];

/** The eight groups of a valid IPv6 address. */
const groupsOf = (address: string): readonly number[] => {
  const [head = '', tail] = address.split('::');
  const front = readGroups(head);
  if (tail === undefined) return front;
  const back = readGroups(tail);
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
};

const readGroups = (text: string): readonly number[] =>
  text === ''
    ? []
    : text.split(':').flatMap((part) => {
        if (!isIPv4(part)) return [Number.parseInt(part, 16)];
        const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
        return [(a << 8) | b, (c << 8) | d];
      });
