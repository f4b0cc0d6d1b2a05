import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Secret } from './base/secret.ts';
import { logLevels, type LogLevel } from './base/log.ts';
import { ConfigError } from './config-error.ts';
import { dashboardSettings, readDashboard, type DashboardSettings } from './config-dashboard.ts';
import { readRequestLog, requestLogSettings, type RequestLogSettings } from './config-request-log.ts';
import { doorSettings, readDoors, type Doors } from './config-doors.ts';
import { alertSettings, readAlerts, type AlertSettings } from './config-alerts.ts';
import { mailSettings, readMail } from './config-mail.ts';
import type { MailSettings } from './mail/mailer.ts';
import { parseMasterKey, readMasterKey, readVaultKeys, type KeyWish } from './config-keys.ts';
import { DatabaseUrlError, findUnchecked, findUnencrypted, parseServers, type Servers } from './db/database-url.ts';
import { statementKinds, type StatementKind } from './db/pool.ts';

export { ConfigError } from './config-error.ts';

/**
 * Every setting of the gateway, parsed once from the environment. `settings` below is what `--help` and the README
 * show.
 */
export type Config = Addresses & {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** Where customers and shops reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly storePort: number;
  readonly acquirerPort: number;
  readonly acquirerIso8583Port: number;
  /** Undefined: live mode, where merchants have accounts of their own. */
  readonly acquirerUrl: string | undefined;
  readonly threeDsPort: number;
  /** Undefined: live mode without a 3-D Secure server. */
  readonly threeDsUrl: string | undefined;
  readonly dataDir: string;
  /** Undefined: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: number;
  readonly databaseStatements: StatementKind;
  readonly logLevel: LogLevel;
  /** In sandbox mode one that is missing is made, unless `mayMake` forbids it. */
  readonly masterKey: (wish?: KeyWish) => Secret<Buffer>;
  /**
   * The keys that the vault's data keys are wrapped under, the newest first; read anew each time, so that a rotation is
   * seen.
   */
  readonly vaultKeys: (wish?: KeyWish) => readonly Secret<Buffer>[];
  /** How many tries with a documented test card count as one try, against card testing. */
  readonly testCardFactor: number;
  /** Undefined: no mail is sent. */
  readonly mail: MailSettings | undefined;
  readonly roles: readonly Role[];
};

type Addresses = Doors & DashboardSettings & RequestLogSettings & AlertSettings;

export type Mode = 'sandbox' | 'live';
export const allRoles = ['api', 'checkout', 'jobs', 'dashboard'] as const;
/** The Personal area has a port of its own, and is asked for. */
export const defaultRoles = ['api', 'checkout', 'jobs'] as const;
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
  { name: 'TOLLGATE_ACQUIRER_ISO8583_PORT', default: '8085', about: 'port at which it speaks ISO 8583 (sandbox)' },
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
    about: 'where the acquirer of merchants without an account is; live: none when left out (`tollgate acquirer add`)',
  },
  {
    name: 'TOLLGATE_THREEDS_URL',
    default: 'http://127.0.0.1:<TOLLGATE_THREEDS_PORT>',
    about: "where the gateway and customers' browsers find the 3-D Secure server; live: none when left out",
  },
  {
    name: 'TOLLGATE_DATA_DIR',
    default: '.tollgate',
    about: 'folder for the embedded database, keys, logs and `demo.json`',
  },
  {
    name: 'DATABASE_URL',
    default: '(embedded)',
    about:
      'any PostgreSQL 15 or newer instead of the embedded one; of several hosts (`postgres://user@a,b/tollgate`) ' +
      'the one that takes writes',
  },
  { name: 'TOLLGATE_DATABASE_CONNECTIONS', default: '16', about: 'connections per gateway process, 2 to 200' },
  {
    name: 'TOLLGATE_DATABASE_STATEMENTS',
    default: 'named',
    about: '`unnamed` behind a pooler that gives sessions away between transactions (PgBouncer before 1.21)',
  },
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
  {
    name: 'TOLLGATE_ROLES',
    default: 'api,checkout,jobs',
    about: 'what this process does; `dashboard` is the Personal area',
  },
  { name: 'TOLLGATE_LOG_LEVEL', default: 'info', about: '`debug`, `info`, `warn`, `error` or `silent`' },
  {
    name: 'TOLLGATE_TEST_CARD_FACTOR',
    default: '10000 in sandbox mode, else 1',
    about: 'how many tries with a documented test card count as one try, against card testing',
  },
  ...dashboardSettings,
  ...requestLogSettings,
  ...mailSettings,
  ...alertSettings,
  ...doorSettings,
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]['name'];
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
  const keySource = (setting: 'TOLLGATE_MASTER_KEY' | 'TOLLGATE_VAULT_KEY', fileName: string) => ({
    setting,
    given: read(setting),
    file: read(`${setting}_FILE`) ?? join(dataDir, fileName),
    mode,
  });
  const mail = readMail(read);
  const roles = parseRoles(read('TOLLGATE_ROLES'));
  const publicUrl = parseUrl(
    'TOLLGATE_URL',
    read('TOLLGATE_URL') ?? `http://localhost:${port}`,
    mode === 'live' ? ['https:'] : ['http:', 'https:'],
  );
  return {
    mode,
    host: read('TOLLGATE_HOST') ?? '127.0.0.1',
    port,
    publicUrl,
    storePort: parsePort('TOLLGATE_STORE_PORT', read('TOLLGATE_STORE_PORT'), 8081),
    acquirerPort,
    acquirerIso8583Port: parsePort('TOLLGATE_ACQUIRER_ISO8583_PORT', read('TOLLGATE_ACQUIRER_ISO8583_PORT'), 8085),
    acquirerUrl: parseBankUrl('TOLLGATE_ACQUIRER_URL', read('TOLLGATE_ACQUIRER_URL'), { mode, port: acquirerPort }),
    threeDsPort,
    threeDsUrl: parseBankUrl('TOLLGATE_THREEDS_URL', read('TOLLGATE_THREEDS_URL'), { mode, port: threeDsPort }),
    dataDir,
    databaseUrl: parseDatabaseUrl(read('DATABASE_URL'), mode),
    databaseConnections: parseInteger('TOLLGATE_DATABASE_CONNECTIONS', read('TOLLGATE_DATABASE_CONNECTIONS'), {
      least: 2,
      most: 200,
      otherwise: 16,
    }),
    databaseStatements: oneOf(
      'TOLLGATE_DATABASE_STATEMENTS',
      read('TOLLGATE_DATABASE_STATEMENTS') ?? 'named',
      statementKinds,
    ),
    logLevel: oneOf('TOLLGATE_LOG_LEVEL', read('TOLLGATE_LOG_LEVEL') ?? 'info', logLevels),
    masterKey: (wish = { mayMake: true }) => readMasterKey(keySource('TOLLGATE_MASTER_KEY', 'master.key'), wish),
    vaultKeys: (wish = { mayMake: true }) => readVaultKeys(keySource('TOLLGATE_VAULT_KEY', 'vault.key'), wish),
    testCardFactor: parseInteger('TOLLGATE_TEST_CARD_FACTOR', read('TOLLGATE_TEST_CARD_FACTOR'), {
      least: 1,
      most: 1_000_000,
      otherwise: mode === 'live' ? 1 : 10_000,
    }),
    ...readRequestLog(read),
    ...readDoors(read, mode),
    ...readDashboard(read, { mode, publicUrl, isWanted: roles.includes('dashboard') }),
    mail,
    ...readAlerts(read, { mode, hasMail: mail !== undefined }),
    roles,
  };
};

/** What Node.js itself was told by the environment. */
export const readNodeOptions = (environment: Environment = process.env): readonly string[] =>
  (environment['NODE_OPTIONS'] ?? '').split(/[\s"]+/);

/** The key files that a gateway in sandbox mode would make; for programs beside it, which must not. */
export const findMissingKeys = (
  { dataDir }: Pick<Config, 'dataDir'>,
  environment: Environment = process.env,
): { readonly masterKey?: string; readonly vaultKey?: string } => {
  const missing = (given: SettingName, place: SettingName, file: string): string | undefined => {
    const path = environment[place]?.trim() || join(dataDir, file);
    return environment[given]?.trim() || existsSync(path) ? undefined : path;
  };
  const masterKey = missing('TOLLGATE_MASTER_KEY', 'TOLLGATE_MASTER_KEY_FILE', 'master.key');
  const vaultKey = missing('TOLLGATE_VAULT_KEY', 'TOLLGATE_VAULT_KEY_FILE', 'vault.key');
  return { ...(masterKey !== undefined && { masterKey }), ...(vaultKey !== undefined && { vaultKey }) };
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
/** Where money is real, nobody is asked at an address that nobody gave. */
const parseBankUrl = (
  name: SettingName,
  given: string | undefined,
  { mode, port }: { readonly mode: Mode; readonly port: number },
): string | undefined => {
  if (given === undefined && mode === 'live') return undefined;
  const value = given ?? `http://127.0.0.1:${port}`;
  const isOnThisMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(value)?.hostname ?? '');
  return parseUrl(name, value, mode === 'live' && !isOnThisMachine ? ['https:'] : ['http:', 'https:']);
};

const parseDatabaseUrl = (value: string | undefined, mode: Mode): string | undefined => {
  if (value === undefined) return undefined;
  try {
    const servers = parseServers(value);
    if (mode === 'live') requireCheckedTls(servers);
  } catch (error) {
    // The address is not repeated: it holds a password.
    if (error instanceof DatabaseUrlError) throw new ConfigError(`DATABASE_URL ${error.message}.`);
    throw error;
  }
  return value;
};

/** Whoever stands in the way of a connection without a checked certificate reads and changes all that goes along it. */
const requireCheckedTls = (servers: Servers): void => {
  const wanted = 'where money is real: say sslmode=verify-full, and sslrootcert=<file> for a certificate of your own';
  const unencrypted = findUnencrypted(servers);
  if (unencrypted !== undefined) throw new DatabaseUrlError(`leads to ${unencrypted} without TLS, ${wanted}`);
  const unchecked = findUnchecked(servers);
  if (unchecked !== undefined)
    throw new DatabaseUrlError(`leads to ${unchecked} by TLS that checks no certificate, ${wanted}`);
};

const parseRoles = (value: string | undefined): readonly Role[] =>
  value === undefined ? defaultRoles : value.split(',').map((role) => oneOf('TOLLGATE_ROLES', role.trim(), allRoles));
