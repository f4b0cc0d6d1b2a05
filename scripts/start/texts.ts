import { settings, type Config } from '../../src/config.ts';
import { describeFace, faceNames } from './acquirer-face.ts';
import type { Demo } from './demo.ts';

export const usage = (): string => {
  const width = Math.max(...settings.map(({ name }) => name.length));
  const rows = settings.map(
    ({ name, about, default: otherwise }) => `  ${name.padEnd(width)}  ${about} (${otherwise})`,
  );
  return [
    'Usage: npm start [-- --acquirer <name>] [-- --json | --help]',
    '       npm run dev [-- --debug-port <port>]',
    '',
    'Starts PostgreSQL, the gateway and, in sandbox mode, simulators of an acquirer and of 3-D Secure, and an online',
    'store. Ctrl-C stops all of it.',
    '',
    `  --acquirer <name>  what the simulated acquirer is to the gateway: ${faceNames().join(', ')} (sandbox);`,
    '                     payments made at another one before are captured and refunded there',
    '  --json             prints one line of JSON when everything answers (what demo.json has); progress: stderr',
    '  --help             prints this',
    '',
    'npm run dev does the same for whoever works on the gateway: it starts again when a file of src or migrations ' +
      'changes, and a',
    'debugger finds it at port 9229, or at --debug-port (0: any, said in .tollgate/logs/gateway.log).',
    '',
    'Settings, from the environment (and their defaults):',
    ...rows,
    '',
  ].join('\n');
};

const TEST_CARDS = [
  ['4444 5555 1111 3333', 'approved'],
  ['the same, CVC 999', 'declined, wrong data'],
  ['5555 5555 5555 5599', '3-D Secure: press Success or Fail'],
] as const;

export const sandboxBanner = (demo: Demo, dataDir: string): string =>
  [
    '',
    '  Tollgate is ready.',
    '',
    `  Acquirer       ${describeFace(demo.acquirerFace).title}`,
    `  Online store   ${demo.store}`,
    `  API            ${demo.api}`,
    `  API docs       ${demo.gateway}/docs`,
    `  API key        ${demo.apiKey}`,
    ...(demo.signInLink === undefined
      ? []
      : [
          '',
          `  Personal area  ${demo.dashboard ?? ''}`,
          `    as the shop's owner, once:    ${demo.signInLink}`,
          `    as the gateway's operator:    ${demo.operatorLink ?? ''}`,
        ]),
    '',
    '  Test cards (any future expiry, CVC 123)',
    ...TEST_CARDS.map(([card, effect]) => `    ${card.padEnd(19)}   ${effect}`),
    ...cardsLine(demo),
    `    all of them           ${demo.gateway}/test-cards`,
    '',
    `  Logs and demo.json are in ${dataDir}. Ctrl-C stops everything.`,
    '',
  ].join('\n');

const cardsLine = ({ acquirerFace }: Demo): readonly string[] => {
  const { cards } = describeFace(acquirerFace);
  return cards === undefined ? [] : [`    ${cards}`];
};

export const liveBanner = (config: Config): string =>
  [
    '',
    '  Tollgate is ready (live).',
    '',
    `  API   ${config.publicUrl}/api2`,
    `  Docs  ${config.publicUrl}/docs`,
    '',
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
