import type { Terminal } from '../tool/terminal.ts';
import { configFile } from './places.ts';
import { readIfThere, writePrivately } from './private-file.ts';

/** One gateway and one key. */
export type Profile = { readonly baseUrl: string; readonly apiKey: string };

export type SignedIn = Profile & {
  readonly name: string;
  /** Where the key comes from. */
  readonly source: 'environment' | 'file';
};

export class NotSignedInError extends Error {
  override readonly name = 'NotSignedInError';
}

export const DEFAULT_PROFILE = 'default';

type Environment = Terminal['environment'];
type Profiles = Readonly<Record<string, Profile>>;

/**
 * Who calls: `TOLLGATE_API_KEY` and `TOLLGATE_BASE_URL` win over what `tollgate login` stored, each by itself. Throws
 * NotSignedInError.
 */
export const currentProfile = (environment: Environment, name = DEFAULT_PROFILE): SignedIn => {
  const stored = readProfiles(environment)[name];
  const keyThere = given(environment, 'TOLLGATE_API_KEY');
  const apiKey = keyThere ?? stored?.apiKey;
  const baseUrl = given(environment, 'TOLLGATE_BASE_URL') ?? stored?.baseUrl;
  if (apiKey !== undefined && baseUrl !== undefined)
    return { name, apiKey, baseUrl, source: keyThere === undefined ? 'file' : 'environment' };
  if (apiKey !== undefined)
    throw new NotSignedInError('TOLLGATE_API_KEY is set, but not where the gateway is: set TOLLGATE_BASE_URL, too.');
  const flag = name === DEFAULT_PROFILE ? '' : ` --profile ${name}`;
  throw new NotSignedInError(
    `Nobody is signed in${name === DEFAULT_PROFILE ? '' : ` as "${name}"`}: run \`tollgate login${flag}\`, or set ` +
      'TOLLGATE_BASE_URL and TOLLGATE_API_KEY.',
  );
};

export const storeProfile = (environment: Environment, name: string, profile: Profile): void => {
  writeProfiles(environment, { ...readProfiles(environment), [name]: profile });
};

/** False: there was none of this name. */
export const removeProfile = (environment: Environment, name: string): boolean => {
  const { [name]: removed, ...others } = readProfiles(environment);
  if (removed === undefined) return false;
  writeProfiles(environment, others);
  return true;
};

export const readProfiles = (environment: Environment): Profiles => {
  const path = configFile(environment);
  const text = readIfThere(path);
  if (text === undefined) return {};
  const profiles = profilesIn(text);
  if (profiles === undefined)
    throw new Error(`${path} cannot be read as the settings of this command: mend or remove it.`);
  return profiles;
};

const writeProfiles = (environment: Environment, profiles: Profiles): void => {
  writePrivately(configFile(environment), `${JSON.stringify({ profiles }, null, 2)}\n`);
};

const profilesIn = (text: string): Profiles | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    const profiles: unknown = isObject(value) ? value['profiles'] : undefined;
    return isObject(profiles) && Object.values(profiles).every(isProfile) ? (profiles as Profiles) : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isProfile = (value: unknown): boolean =>
  isObject(value) && typeof value['baseUrl'] === 'string' && typeof value['apiKey'] === 'string';

const given = (environment: Environment, name: string): string | undefined => {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
};
