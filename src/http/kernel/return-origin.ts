import { checkReturnAddress } from './return-address.ts';

/**
 * What a merchant allows its customers to be sent back to: a web origin (`https://shop.example`), all hosts below one
 * (`https://*.shop.example`), or an app (`app://`).
 */
export const checkReturnOrigin = (
  text: string,
  mode: 'sandbox' | 'live',
): { readonly code: string; readonly message: string } | undefined => {
  const failure = checkReturnAddress(isAppOrigin(text) ? `${text}x` : text.replace(ANY_HOST, '://any.'), mode);
  if (failure !== undefined) return failure;
  if (isAppOrigin(text)) return undefined;
  const { protocol, origin } = new URL(text.replace(ANY_HOST, '://any.'));
  if (protocol !== 'https:' && protocol !== 'http:')
    return { code: 'origin', message: `must be ${protocol}// alone for an app.` };
  if (origin !== text.replace(ANY_HOST, '://any.'))
    return {
      code: 'origin',
      message: `must be an origin without path, such as ${origin.replace('://any.', '://*.')}.`,
    };
  // `*.com` is no shop.
  return ANY_HOST.test(text) && !/^[^.]+\.[^.]+/.test(text.split('://*.')[1] ?? '')
    ? { code: 'origin', message: 'must name a domain after *., such as https://*.shop.example.' }
    : undefined;
};

const ANY_HOST = /:\/\/\*\./;
const isAppOrigin = (text: string): boolean => /^[^:/]+:\/\/$/.test(text);

/** Whether customers may be sent to this address, which has passed `checkReturnAddress`. No origins: anywhere. */
export const mayReturnTo = (address: string, origins: readonly string[]): boolean => {
  if (origins.length === 0) return true;
  const { protocol, host } = new URL(address);
  return origins.some((allowed) => {
    const [scheme = '', place = ''] = allowed.split('://');
    if (`${scheme}:` !== protocol) return false;
    if (place === '' || place === host) return true;
    return place.startsWith('*.') && host.endsWith(place.slice(1));
  });
};
