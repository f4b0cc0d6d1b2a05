import { check, shownKey } from '../account.ts';
import type { Command, DeveloperDeps } from '../deps.ts';
import { findDemo } from '../demo.ts';
import { configFile } from '../places.ts';
import { DEFAULT_PROFILE, storeProfile, type Profile } from '../profiles.ts';
import { UsageError, type Given, type Result } from '../../tool/command.ts';

export const login: Command = {
  words: 'login',
  about: 'stores which gateway and which key the other commands use',
  flags: {
    'base-url': { about: "the gateway's address, such as https://pay.example.com", isRequired: false },
    'api-key': { about: 'the key; asked for, or read from standard input, when left out', isRequired: false },
    demo: { about: 'the gateway that `npm start` runs here, and its key', isRequired: false, isSwitch: true },
  },
  more: [
    'The key is checked with one call and stored in a file that only you can read. It is never shown.',
    'TOLLGATE_BASE_URL and TOLLGATE_API_KEY win over what is stored: nothing has to be stored in a pipeline.',
  ],
  examples: [
    'tollgate login',
    'tollgate login --demo',
    'tollgate login --profile live --base-url https://pay.example.com < key.txt',
  ],
  run: async (deps, given) => {
    const profile = await profileFrom(deps, given);
    await check(profile);
    const { environment } = deps.terminal;
    storeProfile(environment, deps.profileName, profile);
    return signedIn(deps, profile);
  },
};

const profileFrom = async (deps: DeveloperDeps, given: Given): Promise<Profile> => {
  const { terminal } = deps;
  const demo = findDemo(terminal);
  const isTold = given['base-url'] !== undefined || given['api-key'] !== undefined;
  if (given['demo'] !== undefined) {
    if (isTold) throw new UsageError('--demo brings its own address and key.');
    if (demo === undefined) throw new Error('There is no .tollgate/demo.json here or above: `npm start` writes it.');
    return demo;
  }
  if (demo !== undefined && !isTold && terminal.isInteractive && (await wantsDemo(deps, demo))) return demo;
  const baseUrl = given['base-url'] ?? (await askForUrl(deps, demo));
  const apiKey = (given['api-key'] ?? (await askForKey(deps))).trim();
  if (apiKey === '') throw new UsageError('There is no key: nothing was typed, or standard input is empty.');
  return { baseUrl, apiKey };
};

const wantsDemo = async ({ terminal }: DeveloperDeps, { baseUrl }: Profile): Promise<boolean> =>
  /^(y|yes)?$/i.test(await terminal.ask(`\`npm start\` ran here, at ${baseUrl}. Use its demo key? [Y/n] `));

const askForUrl = async ({ terminal }: DeveloperDeps, demo: Profile | undefined): Promise<string> => {
  const otherwise = terminal.environment['TOLLGATE_BASE_URL'] ?? demo?.baseUrl;
  if (!terminal.isInteractive) {
    if (otherwise !== undefined) return otherwise;
    throw new UsageError('`tollgate login` needs --base-url.');
  }
  const typed = await terminal.ask(`Address of the gateway${otherwise === undefined ? '' : ` [${otherwise}]`}: `);
  if (typed === '' && otherwise === undefined) throw new UsageError('`tollgate login` needs an address.');
  return typed === '' ? (otherwise ?? '') : typed;
};

const askForKey = async ({ terminal }: DeveloperDeps): Promise<string> => {
  if (terminal.isInteractive) return terminal.ask('API key (it is not shown): ', { isHidden: true });
  const [first = ''] = (await terminal.readInput()).split('\n');
  return first;
};

const signedIn = ({ terminal, profileName }: DeveloperDeps, profile: Profile): Result => ({
  json: { profile: profileName, baseUrl: profile.baseUrl, apiKey: shownKey(profile.apiKey) },
  lines: [
    `Signed in at ${profile.baseUrl}${profileName === DEFAULT_PROFILE ? '' : ` as "${profileName}"`}, with the key ` +
      `${shownKey(profile.apiKey)}.`,
    `Stored in ${configFile(terminal.environment)}.`,
    'Next: `tollgate listen --forward-to http://localhost:3000/webhooks`, `tollgate trigger session.completed`.',
  ],
});
