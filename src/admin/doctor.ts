import { statfs } from 'node:fs/promises';
import { systemClock } from '../base/clock.ts';
import { createKeys, unseal } from '../base/keys.ts';
import { createLog } from '../base/log.ts';
import { systemRandom } from '../base/random.ts';
import type { Config } from '../config.ts';
import type { Query } from '../db/db.ts';
import { onlyKnownStatements } from '../db/known-statements.ts';
import { createPool } from '../db/pool.ts';
import { readSchemaState, type SchemaState } from '../db/schema-state.ts';
import { createMailer } from '../mail/mailer.ts';
import { createVault } from '../vault/at-rest.ts';
import { createLocalKeyEncryptionKey } from '../vault/key-encryption-key.ts';
import { readState, readSealedSample } from './doctor-store.ts';

/** What one look found; `toDo` says what an operator should do about it. */
export type Finding = {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly toDo?: string;
};

/** Key files that are not there, and why the database can't be had. */
type Known = {
  readonly missing: { readonly masterKey?: string; readonly vaultKey?: string };
  readonly reason?: string;
};

/** Looks at an installation and changes nothing. */
export const examineInstallation = async (config: Config, known: Known): Promise<readonly Finding[]> => [
  ok('configuration', `${config.mode} mode, data folder ${config.dataDir}`),
  ...(await examineDatabase(config, known)),
  await examinePort(config),
  await examineDisk(config),
  ...(await examineMail(config)),
];

/** Whether the server of the settings would take a mail; nothing where none is set. */
const examineMail = async ({ mail }: Config): Promise<readonly Finding[]> => {
  if (mail === undefined) return [];
  const outcome = await createMailer(mail).check();
  const place = `${mail.host}:${mail.port}`;
  if (outcome.kind === 'sent') return [ok('mail', `${place} lets us in`)];
  const toDo = 'Check TOLLGATE_SMTP_URL; the server needs TLS with a certificate that this machine trusts.';
  return [{ check: 'mail', state: 'fail', detail: `${place}: ${outcome.reason}`, toDo }];
};

const ok = (check: string, detail: string): Finding => ({ check, state: 'ok', detail });

const examineDatabase = async (config: Config, known: Known): Promise<readonly Finding[]> => {
  const away = (reason: string): readonly Finding[] => [
    {
      check: 'database',
      state: 'fail',
      detail: reason,
      toDo: 'Start it, and check DATABASE_URL or TOLLGATE_DATA_DIR. What needs it was not looked at.',
    },
  ];
  if (config.databaseUrl === undefined) return away(known.reason ?? 'there is none');
  const db = onlyKnownStatements(
    createPool({ databaseUrl: config.databaseUrl, maxConnections: 1, onConnectionError: () => undefined }),
  );
  try {
    const askedAtMs = systemClock.nowMs();
    const state = await readState(db.query);
    const skewMs = state.now_ms - (askedAtMs + systemClock.nowMs()) / 2;
    const schema = state.hasMigrations ? await readSchemaState(db.query) : NOTHING_APPLIED;
    const migrations = examineMigrations(schema);
    const rest =
      migrations.state === 'fail'
        ? []
        : [...(await examineKeys(config, known, db.query)), ...(await examineWork(db.query))];
    return [ok('database', `PostgreSQL ${state.version}`), migrations, examineClock(skewMs), ...rest];
  } catch (error) {
    return away(error instanceof Error && error.message !== '' ? error.message : 'it does not answer');
  } finally {
    await db.close();
  }
};

const NOTHING_APPLIED: SchemaState = { missing: ['all of them'], newer: [], contracted: [] };

const examineMigrations = ({ missing, newer, contracted }: SchemaState): Finding => {
  if (contracted.length > 0)
    return {
      check: 'migrations',
      state: 'fail',
      detail: `a newer release took away what this one uses: ${contracted.join(', ')}`,
      toDo: 'Install the newer release on this machine.',
    };
  if (missing.length > 0)
    return {
      check: 'migrations',
      state: 'fail',
      detail: `missing: ${missing.join(', ')}`,
      toDo: 'Run `tollgate migrate`.',
    };
  if (newer.length > 0)
    return {
      check: 'migrations',
      state: 'warn',
      detail: `the database is newer than this program, which may run beside a newer one: ${newer.join(', ')}`,
      toDo: 'Finish the upgrade on this machine, unless you went back on purpose.',
    };
  return ok('migrations', 'all are applied');
};

const examineClock = (skewMs: number): Finding => {
  const seconds = Math.round(Math.abs(skewMs) / 100) / 10;
  const detail = `${seconds} s from the database's`;
  if (seconds < 2) return ok('clock', detail);
  const toDo = 'Let NTP set the clocks of both machines: signatures and sessions depend on them.';
  return { check: 'clock', state: seconds < 60 ? 'warn' : 'fail', detail, toDo };
};

const examineKeys = async (config: Config, { missing }: Known, query: Query): Promise<readonly Finding[]> => [
  missing.masterKey === undefined ? await examineMasterKey(config, query) : noKey('master key', missing.masterKey),
  missing.vaultKey === undefined ? await examineVaultKey(config, query) : noKey('vault key', missing.vaultKey),
];

const noKey = (check: string, file: string): Finding => ({
  check,
  state: 'fail',
  detail: `there is no key in ${file}`,
  toDo: 'Give this machine the key of the gateway; without it nothing that was sealed opens.',
});

const examineMasterKey = async (config: Config, query: Query): Promise<Finding> => {
  const sample = await readSealedSample(query);
  try {
    const keys = createKeys(config.masterKey());
    if (sample === undefined) return ok('master key', 'readable; the database has nothing yet that it could open');
    unseal(keys.derive('return-key-sealing'), `${sample.merchant_id}/${sample.id}`, sample.return_key_sealed);
    return ok('master key', 'fits the database');
  } catch (error) {
    const detail =
      error instanceof Error && error.name === 'ConfigError'
        ? error.message
        : 'it does not open what the database holds';
    return {
      check: 'master key',
      state: 'fail',
      detail,
      toDo: 'Use the master key under which the merchants were made.',
    };
  }
};

const examineVaultKey = async (config: Config, query: Query): Promise<Finding> => {
  try {
    const deps = { clock: systemClock, random: systemRandom };
    const known = await query({ name: 'doctor-data-keys', text: 'select 1 from vault_data_keys limit 1' });
    const keys = config.vaultKeys().map((key) => createLocalKeyEncryptionKey(deps, key));
    // Without a data key a check would make the first one.
    if (known.length === 0) return ok('vault key', 'readable; no card was stored yet');
    await createVault({
      ...deps,
      db: { query },
      log: createLog('silent'),
      keyEncryptionKeys: () => Promise.resolve(keys),
    }).check();
    return ok('vault key', 'fits the database');
  } catch {
    const toDo = 'Use the vault key under which the cards were stored, above any newer one.';
    return { check: 'vault key', state: 'fail', detail: 'it does not open the data keys of the database', toDo };
  }
};

const examineWork = async (query: Query): Promise<readonly Finding[]> => {
  const [row] = await query<{ deliveries_s: number | null; seals_s: number | null }>({
    name: 'doctor-work',
    text: `
      with webhook as (
        select min(created_at) as at from deliveries where state = 'pending'
      ), seal as (
        select min(e.occurred_at) as at
        from audit_queue q join audit_entries e on e.merchant_id = q.merchant_id and e.id = q.entry_id
      )
      select
        extract(epoch from now() - webhook.at)::float8 as deliveries_s, extract(epoch from now() - seal.at)::float8 as seals_s
      from webhook, seal`,
  });
  return [
    examineAge('webhooks', row?.deliveries_s ?? null, {
      what: 'the oldest event that was not delivered',
      warnS: 3_600,
      failS: 86_400,
      toDo: 'See which endpoint fails: GET /webhook-endpoints, and its deliveries.',
    }),
    examineAge('audit log', row?.seals_s ?? null, {
      what: 'the oldest act that is not sealed',
      warnS: 60,
      failS: 3_600,
      toDo: 'Is a gateway running with the role `jobs`? `tollgate audit verify` says whether the log is whole.',
    }),
  ];
};

type Ages = { readonly what: string; readonly warnS: number; readonly failS: number; readonly toDo: string };

const examineAge = (check: string, ageS: number | null, { what, warnS, failS, toDo }: Ages): Finding => {
  if (ageS === null) return ok(check, 'nothing waits');
  const detail = `${what} is ${Math.round(ageS)} s old`;
  return ageS < warnS ? ok(check, detail) : { check, state: ageS < failS ? 'warn' : 'fail', detail, toDo };
};

const PORT_TIMEOUT_MS = 3_000;

const examinePort = async ({ host, port }: Config): Promise<Finding> => {
  const address = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  const tooLate = new AbortController();
  const answered = new AbortController();
  systemClock.sleep(PORT_TIMEOUT_MS, answered.signal).then(
    () => {
      tooLate.abort();
    },
    () => undefined,
  );
  try {
    const response = await fetch(`http://${address}:${port}/healthz`, { signal: tooLate.signal });
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && typeof body === 'object' && body !== null && 'status' in body)
      return ok('port', `a gateway answers at ${address}:${port}`);
    return {
      check: 'port',
      state: 'fail',
      detail: `something else answers at ${address}:${port}`,
      toDo: 'End it, or set TOLLGATE_PORT.',
    };
  } catch (error) {
    const isFree =
      error instanceof Error && 'cause' in error && String((error.cause as { code?: string }).code) === 'ECONNREFUSED';
    if (isFree) return ok('port', `${address}:${port} is free; no gateway runs there`);
    return {
      check: 'port',
      state: 'fail',
      detail: `what listens at ${address}:${port} is no gateway`,
      toDo: 'End it, or set TOLLGATE_PORT.',
    };
  } finally {
    answered.abort();
  }
};

const MEGABYTE = 1_048_576;

const examineDisk = async ({ dataDir }: Config): Promise<Finding> => {
  const stats = await statfs(dataDir).catch(() => undefined);
  if (stats === undefined) return { check: 'disk', state: 'warn', detail: `the data folder ${dataDir} is not there` };
  const free = Math.round((stats.bavail * stats.bsize) / MEGABYTE);
  const detail = `${free} MB are free for the data folder`;
  if (free >= 1_024) return ok('disk', detail);
  return { check: 'disk', state: free < 100 ? 'fail' : 'warn', detail, toDo: 'Make room before the database stops.' };
};
