/** Processes that serve, what the clock does in them, and how much they log. */
import type { LogLevel } from '../base/log.ts';
import type { Query } from '../db/db.ts';
import type { JobNote } from './job-runs.ts';

export type ProcessFacts = {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly migration: string;
  readonly roles: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
};

/** Says that a process is there; the first time also what it is. */
export const writeProcess = async (query: Query, facts: ProcessFacts, logLevel: LogLevel): Promise<void> => {
  await query(
    {
      name: 'write-process',
      text: `
        insert into gateway_processes as p
          (id, host, pid, version, migration, roles, log_level, settings, started_at, seen_at)
        values ($1, $2, $3, $4, $5, $6::text[], $7, $8::jsonb, now(), now())
        on conflict (id) do update set log_level = excluded.log_level, seen_at = excluded.seen_at`,
    },
    [
      facts.id,
      facts.host,
      facts.pid,
      facts.version,
      facts.migration,
      facts.roles,
      logLevel,
      JSON.stringify(facts.settings),
    ],
  );
};

export const endProcess = async (query: Query, id: string): Promise<void> => {
  await query({ name: 'end-process', text: 'update gateway_processes set ended_at = now() where id = $1' }, [id]);
};

export const forgetProcesses = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'forget-processes',
    text: `delete from gateway_processes where seen_at < now() - interval '1 day' returning id`,
  });
  // A job that a release does not have any more.
  await query({ name: 'forget-jobs', text: `delete from gateway_jobs where began_at < now() - interval '7 days'` });
  return rows.length;
};

/** Several processes run the same jobs: the run that began last is kept, and of failures the last. */
export const writeJobRuns = async (query: Query, processId: string, notes: readonly JobNote[]): Promise<void> => {
  await query(
    {
      name: 'write-job-runs',
      text: `
        insert into gateway_jobs as j
          (name, every_ms, process_id, began_at, duration_ms, found, failed_at, failure)
        select n.name, n.every_ms, $1::uuid, now() - n.ago_ms * interval '1 millisecond', n.duration_ms, n.found,
          now() - n.failed_ago_ms * interval '1 millisecond', n.failure
        from unnest($2::text[], $3::int[], $4::float8[], $5::float8[], $6::int[], $7::float8[], $8::text[])
          as n (name, every_ms, ago_ms, duration_ms, found, failed_ago_ms, failure)
        order by n.name
        on conflict (name) do update set
          every_ms = excluded.every_ms, process_id = excluded.process_id, began_at = excluded.began_at,
          duration_ms = excluded.duration_ms, found = excluded.found,
          failed_at = coalesce(excluded.failed_at, j.failed_at), failure = coalesce(excluded.failure, j.failure)
        where j.began_at <= excluded.began_at`,
    },
    [
      processId,
      notes.map(({ name }) => name),
      notes.map(({ everyMs }) => everyMs),
      notes.map(({ agoMs }) => agoMs),
      notes.map(({ durationMs }) => durationMs),
      notes.map(({ found }) => found),
      notes.map(({ failedAgoMs }) => failedAgoMs),
      notes.map(({ failure }) => failure),
    ],
  );
};

export type ProcessRow = Omit<ProcessFacts, 'settings'> & {
  readonly log_level: string;
  readonly started_at: string;
  readonly seen_at: string;
  /** By the database's clock. */
  readonly seen_ago: number;
  readonly ended_at: string | null;
};

/** Those that serve, or ended within the day; the one that was seen last first. */
export const findProcesses = (query: Query): Promise<ProcessRow[]> =>
  query<ProcessRow>({
    name: 'find-processes',
    text: `
      select id, host, pid, version, migration, roles, log_level,
        to_json(started_at) #>> '{}' as started_at, to_json(seen_at) #>> '{}' as seen_at,
        extract(epoch from now() - seen_at)::float8 as seen_ago, to_json(ended_at) #>> '{}' as ended_at
      from gateway_processes
      order by ended_at is not null, started_at desc, id
      limit 500`,
  });

/** That the database has been through; what is noted while one is under way comes after its name. */
export const findNewestMigration = async (query: Query): Promise<string> => {
  const [row] = await query<{ name: string | null }>({
    name: 'find-newest-migration',
    text: `select max(name) as name from schema_migrations where name not like '% step %'`,
  });
  return row?.name ?? '';
};

export const findSettings = async (query: Query, id: string): Promise<ProcessFacts['settings'] | undefined> => {
  const [row] = await query<Pick<ProcessFacts, 'settings'>>(
    { name: 'find-process-settings', text: 'select settings from gateway_processes where id = $1' },
    [id],
  );
  return row?.settings;
};

export type JobRow = {
  readonly name: string;
  readonly every_ms: number;
  readonly began_at: string;
  readonly next_at: string;
  readonly duration_ms: number;
  readonly found: number;
  readonly failed_at: string | null;
  readonly failure: string | null;
  /** How long its next run is overdue, in seconds, by the database's clock; negative: it is not. */
  readonly overdue: number;
};

export const findJobs = (query: Query): Promise<JobRow[]> =>
  query<JobRow>({
    name: 'find-jobs',
    text: `
      select j.name, j.every_ms, to_json(j.began_at) #>> '{}' as began_at, to_json(n.at) #>> '{}' as next_at,
        j.duration_ms, j.found, to_json(j.failed_at) #>> '{}' as failed_at, j.failure,
        extract(epoch from now() - n.at)::float8 as overdue
      from gateway_jobs j,
        lateral (select j.began_at + (j.duration_ms + j.every_ms) * interval '1 millisecond' as at) n
      order by n.at < now() - interval '1 minute' desc, j.name`,
  });

export type LogLevelRow = { readonly level: LogLevel; readonly set_by: string; readonly until: string };

/** What an operator asked for, while it holds. */
export const findLogLevel = async (query: Query): Promise<LogLevelRow | undefined> => {
  const [row] = await query<LogLevelRow>({
    name: 'find-log-level',
    text: `
      select level, set_by, to_json(until) #>> '{}' as until from gateway_log_level where until > now()`,
  });
  return row;
};

export const writeLogLevel = async (
  query: Query,
  { level, setBy, hours }: { readonly level: LogLevel; readonly setBy: string; readonly hours: number },
): Promise<void> => {
  await query(
    {
      name: 'write-log-level',
      text: `
        insert into gateway_log_level (level, set_by, set_at, until)
        values ($1, $2, now(), now() + make_interval(hours => $3))
        on conflict (only_row) do update set
          level = excluded.level, set_by = excluded.set_by, set_at = excluded.set_at, until = excluded.until`,
    },
    [level, setBy, hours],
  );
};

/** Every process logs as it was started, again. */
export const endLogLevel = async (query: Query): Promise<void> => {
  await query({ name: 'end-log-level', text: 'delete from gateway_log_level' });
};
