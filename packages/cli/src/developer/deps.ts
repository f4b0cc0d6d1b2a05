import { createTollgate, type Tollgate } from '../sdk.ts';
import type { Command as AnyCommand, Flag, Given } from '../tool/command.ts';
import type { Terminal } from '../tool/terminal.ts';
import { currentProfile, DEFAULT_PROFILE, type SignedIn } from './profiles.ts';

/** What a command of a shop's developer may use: a gateway somewhere and a key. */
export type DeveloperDeps = {
  readonly terminal: Terminal;
  /** `--profile`. */
  readonly profileName: string;
  /** Throws NotSignedInError. */
  readonly signIn: () => SignedIn;
  /** A client of the gateway. Throws NotSignedInError. */
  readonly connect: () => Tollgate;
};

export type Command = AnyCommand<DeveloperDeps>;

export const SHARED_FLAGS: Readonly<Record<string, Flag>> = {
  profile: { about: 'which gateway and key, when you have stored several', isRequired: false },
};

export const openDeps = (terminal: Terminal, { profile = DEFAULT_PROFILE }: Given): DeveloperDeps => {
  const signIn = (): SignedIn => currentProfile(terminal.environment, profile);
  return { terminal, profileName: profile, signIn, connect: () => clientOf(signIn()) };
};

/** Commands are for people who wait: they hear sooner than a server would. */
export const clientOf = ({ apiKey, baseUrl }: Pick<SignedIn, 'apiKey' | 'baseUrl'>): Tollgate =>
  createTollgate({ apiKey, baseUrl, timeoutMs: 15_000, totalTimeoutMs: 40_000 });
