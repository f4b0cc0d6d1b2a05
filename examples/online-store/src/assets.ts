import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'assets');

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Asset = { readonly body: Buffer; readonly version: string; readonly headers: Readonly<Record<string, string>> };

/** Style, script and pictures, read once. The version in their address lets browsers keep them until they change. */
const assets: ReadonlyMap<string, Asset> = new Map(
  readdirSync(folder).map((name) => {
    const body = readFileSync(join(folder, name));
    const version = createHash('sha256').update(body).digest('hex').slice(0, 12);
    const contentType = contentTypes[extname(name)] ?? 'application/octet-stream';
    const headers = { 'content-type': contentType, 'cache-control': 'public, max-age=31536000' };
    return [name, { body, version, headers }];
  }),
);

export const readAsset = (name: string): Asset | undefined => assets.get(name);

export const assetUrl = (name: string): string => `/assets/${name}?v=${assets.get(name)?.version ?? ''}`;
