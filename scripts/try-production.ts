import { fileURLToPath } from 'node:url';
import { installByNpm } from './production/checkout.ts';
import { tryProduction } from './production/try-production.ts';

/**
 * `npm run try-production`: what the test of the same name does, with a real `npm ci --omit=dev` and its install
 * scripts.
 */
const { said, ...tried } = await tryProduction(fileURLToPath(new URL('../', import.meta.url)), installByNpm);
const { devPackages, ready, created, doctor, isGone } = tried;
const isGood = devPackages.length === 0 && ready === 200 && created === 200 && doctor === 0 && isGone;
process.stdout.write(
  `${said}\n${JSON.stringify(tried)}\n${isGood ? 'It runs' : 'It does not run'} without the development ` +
    'dependencies.\n',
);
process.exitCode = isGood ? 0 : 1;
