import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { debianVersion } from './deb/documents.ts';
import { layOut } from './deb/tree.ts';
import { describeBuild } from './release/version.ts';

/** `npm run package:deb`: a package for Debian and Ubuntu, made by dpkg-deb alone. Prints its path. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

const USAGE = `Usage: npm run package:deb [-- --output <folder> | --help]

Makes tollgate_<version>_<architecture>.deb from what is in this folder and in node_modules: the gateway and its command with Node.js,
without PostgreSQL, simulators and tests. The same commit gives the same bytes.

  --output <folder>   where it is put (default: dist)
  SOURCE_DATE_EPOCH   the time that its files get (default: that of the commit)
`;

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

const main = (): void => {
  const { values } = parseArgs({
    options: { output: { type: 'string', default: join(ROOT, 'dist') }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  const architecture = ARCHITECTURES[process.arch];
  if (process.platform !== 'linux' || architecture === undefined)
    throw new Error(`A package is made on the kind of machine it is for; this is ${process.platform} ${process.arch}.`);
  const build = describeBuild(ROOT);
  const output = resolve(values.output);
  mkdirSync(output, { recursive: true });
  const file = join(output, `tollgate_${debianVersion(build)}_${architecture}.deb`);
  const staging = mkdtempSync(join(tmpdir(), 'tollgate-deb-'));
  try {
    layOut({ root: ROOT, build, architecture }, staging);
    // One thread: with several the compressed bytes depend on their number.
    const options = ['--root-owner-group', '-Zxz', '-z1', '--threads-max=1'];
    execFileSync('dpkg-deb', [...options, '--build', staging, file], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(build.epoch) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(staging, { recursive: true });
  }
  process.stdout.write(`${file}\n`);
};

main();
