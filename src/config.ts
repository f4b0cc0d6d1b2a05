import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { systemRandom } from './base/random.ts';
import { Secret } from './base/secret.ts';
import type { LogLevel } from './base/log.ts';
import { ConfigError } from './config-error.ts';
import { doorSettings, readDoors, type Doors } from './config-doors.ts';
import { parseVaultKeys } from './vault/key-encryption-key.ts';

export { ConfigError } from './config-error.ts';

/** Every setting of the gateway, parsed once from the environment. `settings` below is what `--help` and the README show. */
export type Config = Doors & {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** Where customers and shops reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly storePort: number;
  readonly acquirerPort: number;
  readonly acquirerUrl: string;
  readonly threeDsPort: number;
  readonly threeDsUrl: string;
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: number;
  readonly logLevel: LogLevel;
  readonly masterKey: () => Secret<Buffer>;
  /** The keys that the vault's data keys are wrapped under, the newest first; read anew each time, so that a rotation is seen. */
  readonly vaultKeys: () => readonly Secret<Buffer>[];
  readonly roles: readonly Role[];
};

export type Mode = 'sandbox' | 'live';
export const allRoles = ['api', 'checkout', 'jobs'] as const;
export type Role = (typeof allRoles)[number];

export type Setting = { readonly name: string; readonly default: string; readonly about: string };

export const settings = [
  {
    name: 'TOLLGATE_MODE',
    default: 'sandbox',
    about: '`sandbox` (simulated banks, test cards, plain http allowed) or `live`',
  },
  { name: 'TOLLGATE_PORT', default: '8080', about: 'port of the gateway: API, payment page, documentation' },
  { name: 'TOLLGATE_STORE_PORT', default: '8081', about: 'port of the example online store (sandbox)' },
  { name: 'TOLLGATE_ACQUIRER_PORT', default: '8082', about: 'port of the acquirer simulator (sandbox)' },
  { name: 'TOLLGATE_THREEDS_PORT', default: '8083', about: 'port of the 3-D Secure simulator (sandbox)' },
  { name: 'TOLLGATE_HOST', default: '127.0.0.1', about: 'address to listen on; `0.0.0.0` lets other machines in' },
  {
    name: 'TOLLGATE_URL',
    default: 'http://localhost:<TOLLGATE_PORT>',
    about: 'address under which customers reach the gateway; https in live mode',
  },
  {
    name: 'TOLLGATE_ACQUIRER_URL',
    default: 'http://127.0.0.1:<TOLLGATE_ACQUIRER_PORT>',
    about: 'where the sandbox connector finds the acquirer',
  },
  {
    name: 'TOLLGATE_THREEDS_URL',
    default: 'http://127.0.0.1:<TOLLGATE_THREEDS_PORT>',
    about: "where the gateway and customers' browsers find the 3-D Secure simulator",
  },
  {
    name: 'TOLLGATE_DATA_DIR',
    default: '.tollgate',
    about: 'folder for the embedded database, keys, logs and `demo.json`',
  },
  { name: 'DATABASE_URL', default: '(embedded)', about: 'any PostgreSQL 15 or newer instead of the embedded one' },
  { name: 'TOLLGATE_DATABASE_CONNECTIONS', default: '16', about: 'connections per gateway process, 2 to 200' },
  {
    name: 'TOLLGATE_MASTER_KEY',
    default: '(created in the data folder in sandbox mode)',
    about: '64 hex digits from which every key of the gateway is derived',
  },
  {
    name: 'TOLLGATE_MASTER_KEY_FILE',
    default: '<TOLLGATE_DATA_DIR>/master.key',
    about: 'file that holds the master key',
  },
  {
    name: 'TOLLGATE_VAULT_KEY',
    default: '(created in the data folder in sandbox mode)',
    about:
      'key for stored cards, 64 hex digits; while it is changed: the new one, then the old one, with a space between',
  },
  {
    name: 'TOLLGATE_VAULT_KEY_FILE',
    default: '<TOLLGATE_DATA_DIR>/vault.key',
    about: 'file that holds it, one key a line, the newest first',
  },
  { name: 'TOLLGATE_ROLES', default: 'api,checkout,jobs', about: 'what this process does' },
  { name: 'TOLLGATE_LOG_LEVEL', default: 'info', about: '`debug`, `info`, `warn`, `error` or `silent`' },
  ...doorSettings,
] as const satisfies readonly Setting[];

type SettingName = (typeof settings)[number]['name'];
const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
type Environment = Readonly<Record<string, string | undefined>>;

export const readConfig = (environment: Environment = process.env): Config => {
  const read = (name: SettingName): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const mode = oneOf('TOLLGATE_MODE', read('TOLLGATE_MODE') ?? 'sandbox', ['sandbox', 'live']);
  const port = parsePort('TOLLGATE_PORT', read('TOLLGATE_PORT'), 8080);
  const acquirerPort = parsePort('TOLLGATE_ACQUIRER_PORT', read('TOLLGATE_ACQUIRER_PORT'), 8082);
  const threeDsPort = parsePort('TOLLGATE_THREEDS_PORT', read('TOLLGATE_THREEDS_PORT'), 8083);
  const dataDir = resolve(read('TOLLGATE_DATA_DIR') ?? '.tollgate');
  const givenMasterKey = read('TOLLGATE_MASTER_KEY');
  // A key that is wrong is said with the other settings, before a database is made.
  if (givenMasterKey !== undefined) parseMasterKey('TOLLGATE_MASTER_KEY', givenMasterKey);
  return {
    mode,
    host: read('TOLLGATE_HOST') ?? '127.0.0.1',
    port,
    publicUrl: parseUrl(
      'TOLLGATE_URL',
      read('TOLLGATE_URL') ?? `http://localhost:${port}`,
      mode === 'live' ? ['https:'] : ['http:', 'https:'],
    ),
    storePort: parsePort('TOLLGATE_STORE_PORT', read('TOLLGATE_STORE_PORT'), 8081),
    acquirerPort,
    acquirerUrl: parseBankUrl(
      'TOLLGATE_ACQUIRER_URL',
      read('TOLLGATE_ACQUIRER_URL') ?? `http://127.0.0.1:${acquirerPort}`,
      mode,
    ),
    threeDsPort,
    threeDsUrl: parseBankUrl(
      'TOLLGATE_THREEDS_URL',
      read('TOLLGATE_THREEDS_URL') ?? `http://127.0.0.1:${threeDsPort}`,
      mode,
    ),
    dataDir,
    databaseUrl: parseDatabaseUrl(read('DATABASE_URL')),
    databaseConnections: parseInteger('TOLLGATE_DATABASE_CONNECTIONS', read('TOLLGATE_DATABASE_CONNECTIONS'), {
      least: 2,
      most: 200,
      otherwise: 16,
    }),
    logLevel: oneOf('TOLLGATE_LOG_LEVEL', read('TOLLGATE_LOG_LEVEL') ?? 'info', logLevels),
    masterKey: () =>
      readMasterKey({
        given: givenMasterKey,
        file: read('TOLLGATE_MASTER_KEY_FILE') ?? join(dataDir, 'master.key'),
        mode,
      }),
    vaultKeys: () =>
      readVaultKeys({
        given: read('TOLLGATE_VAULT_KEY'),
        file: read('TOLLGATE_VAULT_KEY_FILE') ?? join(dataDir, 'vault.key'),
        mode,
      }),
    ...readDoors(read, mode),
    roles: parseRoles(read('TOLLGATE_ROLES')),
  };
};

/** For a gateway process: where money is real, nobody is asked at an address that nobody gave. */
export const requireBanks = ({ mode }: Pick<Config, 'mode'>, environment: Environment = process.env): void => {
  if (mode === 'sandbox') return;
  const missing = (['TOLLGATE_ACQUIRER_URL', 'TOLLGATE_THREEDS_URL'] as const).find(
    (name) => (environment[name]?.trim() ?? '') === '',
  );
  if (missing !== undefined)
    throw new ConfigError(`${missing} is not set; live mode has no simulator to fall back to.`);
};

const oneOf = <const T extends string>(name: SettingName, value: string, allowed: readonly T[]): T => {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new ConfigError(`${name} is "${value}"; it must be one of ${allowed.join(', ')}.`);
  return found;
};

const parseInteger = (
  name: SettingName,
  value: string | undefined,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number => {
  if (value === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (!(number >= least && number <= most))
    throw new ConfigError(`${name} is "${value}"; it must be a whole number from ${least} to ${most}.`);
  return number;
};

const parsePort = (name: SettingName, value: string | undefined, otherwise: number): number =>
  parseInteger(name, value, { least: 1, most: 65_535, otherwise });

const parseUrl = (name: SettingName, value: string, protocols: readonly string[]): string => {
  const url = URL.parse(value);
  if (url === null || !protocols.includes(url.protocol)) {
    throw new ConfigError(
      `${name} is "${value}"; it must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
  }
  // Paths are added at its end, and it is shown to everybody.
  if (url.username !== '' || url.password !== '' || /[?#]/.test(value))
    throw new ConfigError(`${name} must be an address without user name, password, "?" and "#".`);
  return value.replace(/\/+$/, '');
};

/** Card numbers go there: where money is real by encryption, or not over a wire at all. */
const parseBankUrl = (name: SettingName, value: string, mode: Mode): string => {
  const isOnThisMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(value)?.hostname ?? '');
  return parseUrl(name, value, mode === 'live' && !isOnThisMachine ? ['https:'] : ['http:', 'https:']);
};

const parseDatabaseUrl = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  // The address is not repeated: it holds a password.
  if (!/^postgres(ql)?:\/\//.test(value))
    throw new ConfigError('DATABASE_URL must begin with postgres:// or postgresql://.');
  try {
    // Only the driver knows what it can read; the certificates that an address names are read here, too.
    readByDriver(value);
  } catch (error) {
    throw new ConfigError(
      `DATABASE_URL can not be read (${reasonOf(error)}); special letters of a user name or password are percent-encoded.`,
    );
  }
  return value;
};

const readByDriver = (connectionString: string): pg.Client => new pg.Client({ connectionString });

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'no reason given');

const parseRoles = (value: string | undefined): readonly Role[] =>
  value === undefined ? allRoles : value.split(',').map((role) => oneOf('TOLLGATE_ROLES', role.trim(), allRoles));

type KeySource = { readonly given: string | undefined; readonly file: string; readonly mode: Mode };

const readMasterKey = ({ given, file, mode }: KeySource): Secret<Buffer> => {
  if (given !== undefined) return parseMasterKey('TOLLGATE_MASTER_KEY', given);
  if (mode === 'live' && !existsSync(file)) {
    throw new ConfigError(
      'Live mode needs a master key: set TOLLGATE_MASTER_KEY, or TOLLGATE_MASTER_KEY_FILE to a file with 64 hex digits (`openssl rand -hex 32`).',
    );
  }
  return parseMasterKey(`The master key in ${file}`, readOrMakeKeyFile(file).trim());
};

const parseMasterKey = (name: string, text: string): Secret<Buffer> => {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new ConfigError(`${name} must be 64 hex digits (\`openssl rand -hex 32\`).`);
  return new Secret(Buffer.from(text, 'hex'));
};

const readVaultKeys = ({ given, file, mode }: KeySource): readonly Secret<Buffer>[] => {
  if (given === undefined && mode === 'live' && !existsSync(file)) {
    throw new ConfigError(
      'Live mode needs a vault key: set TOLLGATE_VAULT_KEY, or TOLLGATE_VAULT_KEY_FILE to a file with 64 hex digits (`openssl rand -hex 32`).',
    );
  }
  const keys = parseVaultKeys(given ?? readOrMakeKeyFile(file));
  if (keys !== undefined) return keys;
  throw new ConfigError(
    `${given === undefined ? `The vault key file ${file}` : 'TOLLGATE_VAULT_KEY'} must hold keys of 64 hex digits, the newest first, each once (\`openssl rand -hex 32\`).`,
  );
};

/** The text of a key file; in sandbox mode one that is missing is made, for its owner's eyes only. */
const readOrMakeKeyFile = (file: string): string => {
  try {
    if (!existsSync(file)) makeKeyFile(file);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The key file ${file} can not be read or made (${reasonOf(error)}).`);
  }
};

const makeKeyFile = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    // `wx`: of two processes that start together one writes, the other reads what it wrote.
    writeFileSync(file, `${systemRandom.bytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};
