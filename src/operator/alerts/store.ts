/** Alerts and the messages about them. */
import type { Query } from '../../db/db.ts';

export type Way = 'webhook' | 'mail';
export type Moment = 'began' | 'ended';

/** Of all processes one looks, and no sooner than so many seconds after the last look. */
export const claimWatch = async (query: Query, everySeconds: number): Promise<boolean> => {
  const rows = await query(
    {
      name: 'claim-alert-watch',
      text: `
        update gateway_alert_watch set watched_at = now()
        where watched_at <= now() - make_interval(secs => $1)
        returning only_row`,
    },
    [everySeconds],
  );
  return rows.length > 0;
};

/**
 * What is wrong: an alert that is not open begins, with a message by each way; one that is open was seen. Gives those
 * that began.
 */
export const writeWrong = (
  query: Query,
  found: readonly { readonly id: string; readonly rule: string; readonly subject: string; readonly words: string }[],
  ways: readonly Way[],
): Promise<{ id: string; rule: string }[]> =>
  query(
    {
      name: 'write-alerts',
      text: `
        with wrong as (
          insert into gateway_alerts as a (id, rule, subject, words, began_at, seen_at)
          select n.id, n.rule, n.subject, n.words, now(), now()
          from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as n (id, rule, subject, words)
          order by n.rule, n.subject
          on conflict (rule, subject) where ended_at is null do update set seen_at = excluded.seen_at
          returning a.id, a.rule
        ),
        began as (select w.id, w.rule from wrong w where w.id = any ($1::uuid[])),
        told as (
          insert into gateway_alert_messages (alert_id, moment, way, next_attempt_at)
          select b.id, 'began', way, now() from began b, unnest($5::text[]) as way
        )
        select id, rule from began`,
    },
    [
      found.map(({ id }) => id),
      found.map(({ rule }) => rule),
      found.map(({ subject }) => subject),
      found.map(({ words }) => words),
      ways,
    ],
  );

/** What was not seen for so many seconds has ended, with a message by each way by which its beginning is told. */
export const endUnseen = (query: Query, seconds: number): Promise<{ id: string; rule: string }[]> =>
  query(
    {
      name: 'end-alerts',
      text: `
        with ended as (
          update gateway_alerts set ended_at = now()
          where ended_at is null and seen_at < now() - make_interval(secs => $1)
          returning id, rule
        ),
        told as (
          insert into gateway_alert_messages (alert_id, moment, way, next_attempt_at)
          select m.alert_id, 'ended', m.way, now()
          from gateway_alert_messages m join ended e on e.id = m.alert_id
          where m.moment = 'began'
          on conflict do nothing
        )
        select id, rule from ended`,
    },
    [seconds],
  );

/** A message that is due, with the alert that it is about. */
export type DueMessage = {
  readonly alert_id: string;
  readonly moment: Moment;
  readonly way: Way;
  readonly attempts: number;
  readonly rule: string;
  readonly subject: string;
  readonly words: string;
  readonly began_at: string;
  readonly ended_at: string | null;
};

/**
 * Takes messages that are due, for `leaseSeconds`: the oldest first. The end is not told before the beginning was, or
 * was given up.
 */
export const claimMessages = (
  query: Query,
  { limit, leaseSeconds }: { readonly limit: number; readonly leaseSeconds: number },
): Promise<DueMessage[]> =>
  query<DueMessage>(
    {
      name: 'claim-alert-messages',
      text: `
        with due as (
          select m.alert_id, m.moment, m.way
          from gateway_alert_messages m
          where m.next_attempt_at <= now()
            and not exists (
              select 1 from gateway_alert_messages b
              where b.alert_id = m.alert_id and b.way = m.way and b.moment = 'began' and m.moment = 'ended'
                and b.next_attempt_at is not null)
          order by m.next_attempt_at
          limit $1
          for update skip locked
        ),
        claimed as (
          update gateway_alert_messages m
          set attempts = m.attempts + 1, next_attempt_at = now() + make_interval(secs => $2)
          from due
          where m.alert_id = due.alert_id and m.moment = due.moment and m.way = due.way
          returning m.alert_id, m.moment, m.way, m.attempts
        )
        select c.alert_id, c.moment, c.way, c.attempts, a.rule, a.subject, a.words,
          to_json(a.began_at) #>> '{}' as began_at, to_json(a.ended_at) #>> '{}' as ended_at
        from claimed c join gateway_alerts a on a.id = c.alert_id`,
    },
    [limit, leaseSeconds],
  );

type Message = Pick<DueMessage, 'alert_id' | 'moment' | 'way'>;

export const noteTold = async (query: Query, { alert_id, moment, way }: Message): Promise<void> => {
  await query(
    {
      name: 'note-alert-told',
      text: `
        update gateway_alert_messages set told_at = now(), next_attempt_at = null, failure = null
        where alert_id = $1 and moment = $2 and way = $3`,
    },
    [alert_id, moment, way],
  );
};

/** `seconds` null: it is given up. */
export const noteFailed = async (
  query: Query,
  { alert_id, moment, way }: Message,
  { failure, seconds }: { readonly failure: string; readonly seconds: number | null },
): Promise<void> => {
  await query(
    {
      name: 'note-alert-failed',
      text: `
        update gateway_alert_messages
        set failure = $4, next_attempt_at = now() + make_interval(secs => $5::float8)
        where alert_id = $1 and moment = $2 and way = $3`,
    },
    [alert_id, moment, way, failure.slice(0, 300), seconds],
  );
};

export type AlertRow = {
  readonly id: string;
  readonly rule: string;
  readonly words: string;
  readonly began_at: string;
  readonly ended_at: string | null;
  /** By moment and way: when it was told, or why not yet. */
  readonly messages: readonly {
    readonly moment: Moment;
    readonly way: Way;
    readonly told_at: string | null;
    readonly failure: string | null;
    readonly is_given_up: boolean;
  }[];
};

/** The open ones first, then those that ended, the latest first. */
export const findAlerts = (query: Query, limit: number): Promise<AlertRow[]> =>
  query<AlertRow>(
    {
      name: 'find-alerts',
      text: `
        select a.id, a.rule, a.words, to_json(a.began_at) #>> '{}' as began_at,
          to_json(a.ended_at) #>> '{}' as ended_at,
          coalesce(jsonb_agg(jsonb_build_object('moment', m.moment, 'way', m.way, 'told_at', m.told_at,
            'failure', m.failure, 'is_given_up', m.told_at is null and m.next_attempt_at is null)
            order by m.moment, m.way) filter (where m.alert_id is not null), '[]') as messages
        from gateway_alerts a
        left join gateway_alert_messages m on m.alert_id = a.id
        group by a.id
        order by a.ended_at is not null, a.began_at desc, a.id
        limit $1`,
    },
    [limit],
  );

export const countOpenAlerts = async (query: Query): Promise<number> => {
  const [row] = await query<{ count: number }>({
    name: 'count-open-alerts',
    text: 'select count(*)::int as count from gateway_alerts where ended_at is null',
  });
  return row?.count ?? 0;
};

/** Gone after 90 days, with its messages. */
export const forgetAlerts = async (query: Query): Promise<number> => {
  const rows = await query({
    name: 'forget-alerts',
    text: `delete from gateway_alerts where ended_at < now() - interval '90 days' returning id`,
  });
  return rows.length;
};
