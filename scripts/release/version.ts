import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is built here is called so, and is as old as that. */
export type Build = {
  /** `0.2.0` at its tag; before it `0.2.0-dev.<time>.g<commit>`, after it `0.2.0+dev.<time>.g<commit>`. */
  readonly version: string;
  /** Seconds since 1970: `SOURCE_DATE_EPOCH`, or the commit's time. The same commit gives the same bytes. */
  readonly epoch: number;
};

export const readManifestVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version;

export const describeBuild = (root: string): Build => {
  const manifest = readManifestVersion(root);
  const commit = git(root, 'rev-parse', '--short=10', 'HEAD');
  const committedAt = git(root, 'log', '-1', '--format=%ct') ?? '0';
  const epoch = Number(process.env['SOURCE_DATE_EPOCH'] ?? committedAt);
  if (commit === undefined) return { version: manifest, epoch };
  const tag = `v${manifest}`;
  if (git(root, 'tag', '--points-at', 'HEAD')?.split('\n').includes(tag) === true) return { version: manifest, epoch };
  const time = new Date(Number(committedAt) * 1_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  // `-` is older than the version itself, `+` is newer.
  const sign = git(root, 'rev-parse', '--verify', '--quiet', `refs/tags/${tag}`) === undefined ? '-' : '+';
  return { version: `${manifest}${sign}dev.${time}.g${commit}`, epoch };
};

/** Undefined where it fails, as in a tarball that is no repository. */
export const git = (root: string, ...args: readonly string[]): string | undefined => {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
};
