export type PageHeaderSettings = {
  readonly mode: 'sandbox' | 'live';
  readonly publicUrl: string;
};

export type PageHeaderOptions = {
  /**
   * Where the page's forms may lead besides to us: the shop's return URLs, the bank's page. Browsers apply `form-action` to
   * every redirect after a form's POST (Chromium refuses the 303 to the shop otherwise), so a page with a form names
   * these, and nobody else.
   */
  readonly formTargets?: readonly string[];
  /** The page may show frames of ours; what lies in them has a policy of its own. */
  readonly hasFrames?: boolean;
};

const PERMISSIONS =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()';

/** The headers of every answer under /pay that is looked at by itself. */
export const createPageHeaders = (settings: PageHeaderSettings) => {
  const fixed = { ...fixedHeaders(settings), 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' };
  return (options: PageHeaderOptions = {}): Readonly<Record<string, string>> => ({
    ...fixed,
    'content-security-policy': pagePolicy(options),
  });
};

/**
 * The headers of the page that says that an issuer's method page has finished. Some issuers post to it from a frame inside of theirs, so
 * it may lie in anybody's: there is nothing on it, and what it says only a page of ours can hear.
 */
export const createNotificationHeaders = (settings: PageHeaderSettings): Readonly<Record<string, string>> => ({
  ...fixedHeaders(settings),
  'content-security-policy': `${POLICY_START}; form-action 'none'`,
});

/**
 * The headers of a page that lies in a frame of ours. `bank`: the one address that it posts to, in a frame of its own. What
 * the bank shows there ends with a page of ours again.
 */
export const createFrameHeaders = (settings: PageHeaderSettings) => {
  const fixed = { ...fixedHeaders(settings), 'x-frame-options': 'SAMEORIGIN' };
  return (bank?: string): Readonly<Record<string, string>> => ({
    ...fixed,
    'content-security-policy': `${FRAME_POLICY}; form-action ${bank === undefined ? "'none'" : `${sourceOf(bank)}; frame-src 'self' ${sourceOf(bank)}`}`,
  });
};

const fixedHeaders = ({ mode, publicUrl }: PageHeaderSettings) => ({
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': PERMISSIONS,
  'x-robots-tag': 'noindex, nofollow',
  ...(mode === 'live' && publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
});

// Everything is forbidden, then the few things that every page does are allowed.
const POLICY_START = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

// `data:` is for the icon in the tab alone.
const PAGE_POLICY = `${POLICY_START}; connect-src 'self'; img-src data:; frame-ancestors 'none'`;

const FRAME_POLICY = `${POLICY_START}; frame-ancestors 'self'`;

const pagePolicy = ({ formTargets = [], hasFrames = false }: PageHeaderOptions): string => {
  const sources = new Set(["'self'", ...formTargets.map(sourceOf).filter((source) => source !== '')]);
  return `${PAGE_POLICY}; form-action ${[...sources].join(' ')}${hasFrames ? "; frame-src 'self'" : ''}`;
};

/**
 * `https://shop.example/thanks?x=1` → `https://shop.example`; `sdk://done` → `sdk:`, as a custom scheme has no origin. The
 * policy's grammar has no IPv6 addresses, so such a shop is named by its scheme.
 */
const sourceOf = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { origin, protocol, hostname } = new URL(url);
  return origin === 'null' || hostname.startsWith('[') ? protocol : origin;
};
