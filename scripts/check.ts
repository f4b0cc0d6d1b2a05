import { fileURLToPath } from 'node:url';
import { runChecks } from './check/checks.ts';

const outcomes = await runChecks(fileURLToPath(new URL('../', import.meta.url)), (text) => process.stdout.write(text));
process.exitCode = outcomes.every(({ isOk }) => isOk) ? 0 : 1;
