import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Terminal } from '../../tool/terminal.ts';
import { listenFolder } from '../places.ts';
import { readIfThere, writePrivately } from '../private-file.ts';
import { newSecret } from '../sign.ts';

/** What a listener knows of one receiver from one run to the next. */
export type ListenState = {
  /** Stable, so that the shop's settings stay right. */
  readonly secret: string;
  /** Everything up to here has been answered; undefined: never listened. */
  readonly cursor: string | undefined;
  /** Answered, but behind an event that is not: not to be sent again. */
  readonly answered: readonly string[];
  /** The receiver refused them too often: tried once more at the next start. */
  readonly setAside: readonly string[];
  /** Resends from this moment on (ISO 8601) are this listener's, but for those whose entries were seen to. */
  readonly resendsFrom: string | undefined;
  readonly resendsDone: readonly string[];
};

export type ListenFile = {
  readonly path: string;
  readonly read: () => ListenState;
  readonly write: (state: ListenState) => void;
};

export type Listener = {
  /** The profile's name, or a hash of a key that came from the environment. */
  readonly account: string;
  readonly baseUrl: string;
  readonly target: string;
};

type Environment = Terminal['environment'];

export const openListenFile = (environment: Environment, listener: Listener): ListenFile => {
  const { account, baseUrl, target } = listener;
  const path = join(listenFolder(environment), `${shortHash([account, baseUrl, target].join('\n'))}.json`);
  return {
    path,
    read: () => stateIn(readIfThere(path)),
    write: (state) => writePrivately(path, `${JSON.stringify({ ...listener, ...state }, null, 2)}\n`),
  };
};

export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A damaged file is none: the secret is new then, and listening begins with what happens next. */
const stateIn = (text: string | undefined): ListenState => {
  const value = parse(text);
  const textOf = (name: string): string | undefined => (typeof value[name] === 'string' ? value[name] : undefined);
  const listOf = (name: string): readonly string[] => {
    const list: unknown = value[name];
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  };
  return {
    secret: textOf('secret') ?? newSecret(),
    cursor: textOf('cursor'),
    answered: listOf('answered'),
    setAside: listOf('setAside'),
    resendsFrom: textOf('resendsFrom'),
    resendsDone: listOf('resendsDone'),
  };
};

const parse = (text: string | undefined): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};
