export type PageHeaderSettings = {
  readonly mode: 'sandbox' | 'live';
  readonly publicUrl: string;
};

export type PageHeaderOptions = {
  /** One of the page's forms leads to the bank, and the bank's answer wherever the bank moves on to. */
  readonly postsToBank?: boolean;
  /** The page may show frames of ours; what lies in them has a policy of its own. */
  readonly hasFrames?: boolean;
};

const PERMISSIONS =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()';

/**
 * The headers of every answer under /pay that is looked at by itself. No policy holds a word that came from outside: an
 * address that a policy reads in another way than its sender's parser did could switch our script off, and a form whose
 * script is off sends the card as it is. So a form leads to us alone (browsers apply `form-action` to every redirect
 * that follows, which is why the way to a shop is a page of ours and no redirect), and banks are named by their
 * schemes.
 */
export const createPageHeaders = (settings: PageHeaderSettings) => {
  const fixed = { ...fixedHeaders(settings), 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' };
  const banks = bankSources(settings);
  return ({ postsToBank = false, hasFrames = false }: PageHeaderOptions = {}): Readonly<Record<string, string>> => ({
    ...fixed,
    'content-security-policy': `${PAGE_POLICY}; form-action 'self'${postsToBank ? ` ${banks}` : ''}${hasFrames ? "; frame-src 'self'" : ''}`,
  });
};

/**
 * The headers of the page that says that an issuer's method page has finished. Some issuers post to it from a frame
 * inside of theirs, so it may lie in anybody's: there is nothing on it, and what it says only a page of ours can hear.
 */
export const createNotificationHeaders = (settings: PageHeaderSettings): Readonly<Record<string, string>> => ({
  ...fixedHeaders(settings),
  'content-security-policy': `${POLICY_START}; form-action 'none'`,
});

/**
 * The headers of a page that lies in a frame of ours. `bank`, `method`: it posts to an issuer, in a frame of its own,
 * and the issuer may move on to other hosts there by redirect, form or script, as they do every day. What it shows
 * there ends with a page of ours again.
 */
export const createFrameHeaders = (settings: PageHeaderSettings) => {
  const fixed = { ...fixedHeaders(settings), 'x-frame-options': 'SAMEORIGIN' };
  const banks = bankSources(settings);
  // The page looks whether the bank can be reached at all, because no browser says so of a frame.
  const tails = {
    bank: `form-action ${banks}; frame-src 'self' ${banks}; connect-src ${banks}`,
    method: `form-action ${banks}; frame-src 'self' ${banks}`,
    ourForm: "form-action 'self'",
    nothing: "form-action 'none'",
  };
  return (holds: FrameContent): Readonly<Record<string, string>> => ({
    ...fixed,
    'content-security-policy': `${FRAME_POLICY}; ${tails[holds]}`,
  });
};

export type FrameContent = 'bank' | 'method' | 'ourForm' | 'nothing';

const bankSources = ({ mode }: PageHeaderSettings): string => BANK_SCHEMES[mode].join(' ');

/** Where a form of ours may lead at a bank's wish: never to a `javascript:`, and encrypted where money is real. */
export const BANK_SCHEMES: Readonly<Record<PageHeaderSettings['mode'], readonly string[]>> = {
  live: ['https:'],
  sandbox: ['https:', 'http:'],
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
