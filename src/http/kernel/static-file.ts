import { createHash } from 'node:crypto';

/** For the `integrity` attribute of what a page loads. */
export const integrityOf = (bytes: Buffer): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

export type Encoding = 'br' | 'gzip' | undefined;

/** The best encoding that the browser takes. */
export const pickEncoding = (acceptEncoding: string | undefined): Encoding => {
  const accepts = (name: string): boolean =>
    new RegExp(`(?:^|,)\\s*${name}\\s*(?:;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$))|,|$)`).test(acceptEncoding ?? '');
  if (accepts('br')) return 'br';
  return accepts('gzip') ? 'gzip' : undefined;
};
