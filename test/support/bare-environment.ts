import { fileURLToPath } from 'node:url';

/**
 * For a program that must see no setting of whoever runs the tests: where programs and compiled code are. Without the
 * latter each start takes the types out of the same files again, which is most of what a command costs.
 */
export const bareEnvironment: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE:
    process.env['NODE_COMPILE_CACHE'] ?? fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)),
};
