import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** `npm run upgrade-test`: the suite upgrade alone, beside whichever release one names. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

const USAGE = `Usage: npm run upgrade-test [-- --from <tag or commit> | --help]

Runs an older release and this one side by side on one database under load, upgrades, and goes back.

  --from <ref>  the older release (default: the newest tag before this commit); it is taken from this repository's history, and its
                packages from the registry
`;

const { values } = parseArgs({ options: { from: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
if (values.help === true) process.stdout.write(USAGE);
else {
  const env = { ...process.env, ...(values.from !== undefined && { UPGRADE_FROM: values.from }) };
  const { status } = spawnSync(process.execPath, ['scripts/test.ts', '--only', 'upgrade'], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
