export type PageHeaderSettings = {
  readonly mode: 'sandbox' | 'live';
  readonly publicUrl: string;
};

export type PageHeaderOptions = {
  /**
   * Where the shop's return URLs lead. Browsers apply `form-action` to every redirect after a form's POST (Chromium
   * refuses the 303 to the shop otherwise), so a page with a form names the shop, and nobody else.
   */
  readonly returnTargets?: readonly string[];
  /** The one origin that this page may frame (a 3-D Secure challenge). */
  readonly frameOrigin?: string | undefined;
};

const PERMISSIONS =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()';

/** The headers of every answer under /pay. */
export const createPageHeaders = ({ mode, publicUrl }: PageHeaderSettings) => {
  const fixed = {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'x-robots-tag': 'noindex, nofollow',
    ...(mode === 'live' && publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  return (options: PageHeaderOptions = {}): Readonly<Record<string, string>> => ({
    ...fixed,
    'content-security-policy': contentSecurityPolicy(options),
  });
};

// Everything is forbidden, then the few things the page does are allowed. `data:` is for the icon in the tab alone.
const POLICY_START = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const contentSecurityPolicy = ({ returnTargets = [], frameOrigin }: PageHeaderOptions): string => {
  const sources = new Set(["'self'", ...returnTargets.map(formActionSource).filter((source) => source !== '')]);
  const frames = frameOrigin === undefined ? '' : `; frame-src ${frameOrigin}`;
  return `${POLICY_START}; form-action ${[...sources].join(' ')}${frames}`;
};

/**
 * `https://shop.example/thanks?x=1` → `https://shop.example`; `sdk://done` → `sdk:`, as a custom scheme has no origin. The
 * policy's grammar has no IPv6 addresses, so such a shop is named by its scheme.
 */
const formActionSource = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { origin, protocol, hostname } = new URL(url);
  return origin === 'null' || hostname.startsWith('[') ? protocol : origin;
};
