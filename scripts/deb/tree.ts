import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Build } from '../release/version.ts';
import { changelog, controlFile, copyright, gzip, manual } from './documents.ts';
import { findProduction } from './production.ts';

const HOME = 'usr/lib/tollgate';
const DOCUMENTS = 'usr/share/doc/tollgate';
const MAINTAINER_SCRIPTS = ['postinst', 'prerm', 'postrm'] as const;

type Source = { readonly root: string; readonly build: Build; readonly architecture: string };

/** Lays out in `target` what the package installs, and in `target/DEBIAN` what dpkg has to know. */
export const layOut = (source: Source, target: string): void => {
  const { root, build } = source;
  const put = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  };
  const packages = findProduction(root);
  copyProgram(root, target);
  for (const { place } of packages) copyFolder(join(root, place), join(target, HOME, place), isShippedOfPackage);
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  const { name, description, license, type } = manifest;
  put(
    `${HOME}/package.json`,
    `${JSON.stringify({ name, version: build.version, description, license, type }, null, 2)}\n`,
  );
  const debian = (file: string): Buffer => readFileSync(join(root, 'packaging/debian', file));
  put('usr/bin/tollgate', debian('tollgate'));
  put('etc/tollgate/tollgate.env', debian('tollgate.env'));
  for (const unit of ['tollgate.service', 'tollgate@.service']) put(`usr/lib/systemd/system/${unit}`, debian(unit));
  put('usr/share/man/man1/tollgate.1.gz', gzip(manual(build)));
  put(`${DOCUMENTS}/changelog.gz`, gzip(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')));
  put(`${DOCUMENTS}/changelog.Debian.gz`, gzip(changelog(build)));
  put(`${DOCUMENTS}/copyright`, copyright(packages));
  put(`${DOCUMENTS}/node-LICENSE.gz`, gzip(readFileSync(findNodeLicence(root), 'utf8')));
  put('usr/share/lintian/overrides/tollgate', debian('lintian-overrides'));
  setModes(target);
  writeDebian(source, target);
  setTimes(target, build.epoch);
};

const copyProgram = (root: string, target: string): void => {
  for (const folder of ['src', 'migrations', 'scripts/embedded-postgres'])
    copyFolder(join(root, folder), join(target, HOME, folder), isShipped);
  // Without what is built of them to be published.
  for (const folder of ['packages/cli', 'packages/sdk']) {
    copyFolder(join(root, folder, 'src'), join(target, HOME, folder, 'src'), isShipped);
    copyFileSync(join(root, folder, 'package.json'), join(target, HOME, folder, 'package.json'));
  }
  mkdirSync(join(target, HOME, 'bin'), { recursive: true });
  copyFileSync(join(root, 'node_modules/node/bin/node'), join(target, HOME, 'bin/node'));
};

/** Neither tests, nor what is only read by people or by compilers. */
const isShipped = (path: string): boolean => !/\.(test|fixture)\.ts$/.test(path);

const isShippedOfPackage = (path: string): boolean =>
  !/\.([cm]?ts|map|md|html|sh|ya?ml|png|svg)$/i.test(path) &&
  !NOT_RUN.test(path.slice(path.lastIndexOf('/node_modules/')));

const NOT_RUN = /\/(tests?|benchmarks?|docs?|examples?|integration|\.[^/]+)$/;

const copyFolder = (from: string, to: string, isWanted: (path: string) => boolean): void => {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = join(from, entry.name);
    // A package's own packages have a line of their own in the lockfile.
    if (entry.name === 'node_modules' || !isWanted(path)) continue;
    if (entry.isDirectory()) copyFolder(path, join(to, entry.name), isWanted);
    else if (entry.isFile()) {
      mkdirSync(to, { recursive: true });
      // Only the package's own Node.js runs them, so none of them names another; the lines keep their numbers.
      writeFileSync(join(to, entry.name), withoutInterpreter(readFileSync(path)));
    }
  }
};

const withoutInterpreter = (content: Buffer): Buffer =>
  content.subarray(0, 2).toString() === '#!' ? content.subarray(content.indexOf('\n')) : content;

const findNodeLicence = (root: string): string => {
  const folder = join(root, 'node_modules/node/node_modules');
  const found = readdirSync(folder)
    .map((name) => join(folder, name, 'LICENSE'))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('the licence of Node.js is not in node_modules/node');
  return found;
};

const PROGRAMS: ReadonlySet<string> = new Set([`${HOME}/bin/node`, 'usr/bin/tollgate']);

/** Whatever the builder's umask is. */
const setModes = (target: string): void => {
  for (const path of walk(target))
    chmodSync(path, statSync(path).isDirectory() || PROGRAMS.has(relative(target, path)) ? 0o755 : 0o644);
  chmodSync(target, 0o755);
  chmodSync(join(target, 'etc/tollgate/tollgate.env'), 0o640);
};

const writeDebian = ({ root, build, architecture }: Source, target: string): void => {
  const files = walk(target).filter((path) => statSync(path).isFile());
  const kilobytes = files.reduce((sum, path) => sum + Math.ceil(statSync(path).size / 1024), 0);
  const sums = files
    .map((path) => [relative(target, path), createHash('md5').update(readFileSync(path)).digest('hex')] as const)
    .filter(([path]) => !path.startsWith('etc/'))
    .map(([path, sum]) => `${sum}  ${path}\n`);
  const debian = join(target, 'DEBIAN');
  mkdirSync(debian);
  const put = (name: string, content: string | Buffer, mode = 0o644): void => {
    writeFileSync(join(debian, name), content);
    chmodSync(join(debian, name), mode);
  };
  put('control', controlFile({ build, architecture, kilobytes }));
  put('md5sums', sums.join(''));
  put('conffiles', '/etc/tollgate/tollgate.env\n');
  for (const name of MAINTAINER_SCRIPTS) put(name, readFileSync(join(root, 'packaging/debian', name)), 0o755);
  chmodSync(debian, 0o755);
};

const setTimes = (target: string, epoch: number): void => {
  for (const path of [...walk(target), target]) utimesSync(path, epoch, epoch);
};

/** Everything below, in a stable order, folders after what is in them. */
const walk = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? [...walk(path), path] : [path];
    });
