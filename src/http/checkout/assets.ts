import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { integrityOf, type Encoding } from '../kernel/static-file.ts';

/** A file of the payment page: its name holds its hash, so browsers keep it for ever and a release needs no purge. */
export type Asset = {
  readonly fileName: string;
  readonly contentType: string;
  /** For the `integrity` attribute: what runs is what the build wrote, whoever stands between. */
  readonly integrity: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
};

export type Assets = { readonly script: Asset; readonly style: Asset };

/** Reads and compresses the two files once, at start (about 60 ms). */
export const loadAssets = (): Assets => ({
  script: loadAsset('checkout', 'js', 'text/javascript; charset=utf-8'),
  style: loadAsset('checkout', 'css', 'text/css; charset=utf-8'),
});

const loadAsset = (name: string, extension: string, contentType: string): Asset => {
  const plain = readFileSync(new URL(`./assets/${name}.${extension}`, import.meta.url));
  return {
    fileName: `${name}.${createHash('sha256').update(plain).digest('hex').slice(0, 16)}.${extension}`,
    contentType,
    integrity: integrityOf(plain),
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
  };
};

export const bytesOf = (asset: Asset, encoding: Encoding): Buffer => {
  if (encoding === 'br') return asset.brotli;
  return encoding === 'gzip' ? asset.gzip : asset.plain;
};
