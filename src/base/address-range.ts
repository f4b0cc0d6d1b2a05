import { BlockList, isIP } from 'node:net';

/** A range of IP addresses, as people write it: `203.0.113.0/24`, `2001:db8::/48`, or one address. */
export type AddressRange = {
  readonly family: 'ipv4' | 'ipv6';
  readonly base: string;
  readonly prefixLength: number;
};

/** Undefined: not a range. IPv4 addresses inside IPv6 (`::ffff:…`) are not: their range is written as IPv4. */
export const parseAddressRange = (text: string): AddressRange | undefined => {
  const [, base = '', length] = /^([0-9A-Fa-f:.]{2,45})(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(base);
  if (version === 0 || /^::ffff:/i.test(base)) return undefined;
  const longest = version === 4 ? 32 : 128;
  const prefixLength = length === undefined ? longest : Number(length);
  if (prefixLength > longest) return undefined;
  return { family: version === 4 ? 'ipv4' : 'ipv6', base: base.toLowerCase(), prefixLength };
};

export const formatAddressRange = ({ base, prefixLength }: AddressRange): string => `${base}/${prefixLength}`;

/** Looks addresses up in some ranges; an address that can't be read is in none. */
export const createAddressFilter = (ranges: readonly AddressRange[]): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const { base, prefixLength, family } of ranges) list.addSubnet(base, prefixLength, family);
  return (address) => {
    // A server that listens on IPv6 sees IPv4 callers like this.
    const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  };
};

/** Whether every address of `range` is in one of `others`. */
export const isRangeWithin = (range: AddressRange, others: readonly AddressRange[]): boolean =>
  others.some(
    (other) =>
      other.family === range.family &&
      other.prefixLength <= range.prefixLength &&
      createAddressFilter([other])(range.base),
  );
