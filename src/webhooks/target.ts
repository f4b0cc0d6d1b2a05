import net from 'node:net';
import { mayCall, type AddressPolicy } from '../base/outbound-address.ts';

/** Where deliveries may go. `sandbox`: http and this machine too. `live`: https to public addresses on known ports. */
export type TargetRules = {
  readonly mode: 'sandbox' | 'live';
  /** Ports that may be called in live mode; default 80, 443 and 8443. */
  readonly livePorts?: readonly number[];
};

export const addressPolicyOf = (rules: TargetRules): AddressPolicy => (rules.mode === 'live' ? 'public' : 'any');

/**
 * Why this URL can't be an endpoint's, as a sentence that says what to change; undefined when it can. Names are not
 * resolved here: what a name points to is checked each time it is called.
 */
export const problemOfTarget = (rules: TargetRules, text: string): string | undefined => {
  if (text.length > MAX_URL_LENGTH) return `must be at most ${MAX_URL_LENGTH} characters long`;
  // The URL parser drops tabs and line breaks in silence; nobody means them.
  if (!/^[\x21-\x7e]+$/.test(text))
    return 'must be printable ASCII without spaces: percent-encode the rest, write names in Punycode';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'must be an absolute URL';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.hash !== '' || text.includes('#')) return 'must not have a fragment (#…): it would never be sent';
  if (!mayCallLiteral(rules, url.hostname)) return 'must not be an address that the gateway may not call';
  return rules.mode === 'live' ? problemInLiveMode(rules, url) : undefined;
};

const MAX_URL_LENGTH = 2_048;

const problemInLiveMode = (rules: TargetRules, url: URL): string | undefined => {
  if (url.protocol !== 'https:') return 'must begin with https:// in live mode';
  const ports = rules.livePorts ?? DEFAULT_LIVE_PORTS;
  const port = url.port === '' ? 443 : Number(url.port);
  if (!ports.includes(port)) return `must use one of the ports ${ports.join(', ')} in live mode`;
  const name = url.hostname.replace(/\.$/, '');
  if (net.isIP(name.replace(/^\[|\]$/g, '')) === 0 && (!name.includes('.') || isLocalName(name))) {
    return 'must name a host of the public internet in live mode';
  }
  return undefined;
};

const DEFAULT_LIVE_PORTS: readonly number[] = [80, 443, 8443];

const localSuffixes = ['.localhost', '.local', '.internal', '.home.arpa'];
const isLocalName = (name: string): boolean => localSuffixes.some((suffix) => name.endsWith(suffix));

const mayCallLiteral = (rules: TargetRules, hostname: string): boolean => {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return net.isIP(literal) === 0 || mayCall(addressPolicyOf(rules), literal);
};
