import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RELEASES = join(ROOT, '.tollgate-test', 'releases');

/** What stands for the release before this one until there is a tag: the commit that was public before. */
export const BEFORE_THE_FIRST_TAG = '61114bd';
const INSTALL_TIMEOUT_MS = 5 * 60_000;

/** The release before this one, unpacked and installed; or in a sentence why it can't be had. */
export type Previous =
  { readonly ref: string; readonly folder: string } | { readonly ref: string; readonly missing: string };

/**
 * From the repository's own history, with the packages of its own lockfile, in a folder that the next run finds again.
 * `UPGRADE_FROM` names another commit or tag.
 */
export const findPrevious = async (): Promise<Previous> => {
  const ref = process.env['UPGRADE_FROM'] ?? (await newestTagBefore()) ?? BEFORE_THE_FIRST_TAG;
  const commit = await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  if (commit === undefined)
    return { ref, missing: `${ref} is not in this copy of the repository (a shallow clone, or no repository)` };
  const folder = join(RELEASES, commit);
  if (existsSync(folder)) return { ref, folder };
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  const tree = join(building, 'tree.tar');
  await run('git', ['archive', '--output', tree, commit], { cwd: ROOT });
  await run('tar', ['-xf', tree, '-C', building]);
  rmSync(tree);
  try {
    await run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: building,
      timeout: INSTALL_TIMEOUT_MS,
    });
  } catch (error) {
    return { ref, missing: `its packages can't be installed: ${error instanceof Error ? error.message : ''}` };
  }
  renameSync(building, folder);
  return { ref, folder };
};

/** The newest tag `v…` of a commit before this one. */
const newestTagBefore = (): Promise<string | undefined> =>
  git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD^');

const git = async (...args: readonly string[]): Promise<string | undefined> => {
  try {
    return (await run('git', args, { cwd: ROOT })).stdout.trim();
  } catch {
    return undefined;
  }
};
