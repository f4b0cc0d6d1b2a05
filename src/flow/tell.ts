/**
 * How a change is told: SQL pieces that a store puts into the statement of the change, so that the event and its deliveries
 * commit with it or not at all.
 */
export type Telling = {
  readonly type: string;
  /**
   * The CTE whose row is the event's object, under its alias in `from`. Its column `snapshot` is the row as JSON, made once: an event, an
   * answer and the caller want the same, and making it is a tenth of what a statement of a payment costs.
   */
  readonly alias: string;
  readonly object: 'session' | 'payment' | 'refund';
  /** SQL for the event's own number; the object's `sequence` column is the last number told. */
  readonly sequence: string;
  /** SQL for the session, or the payment that has none. */
  readonly subject: string;
  /** Which of the input's `event_ids` it takes, from 1. */
  readonly idAt: number;
  /** `from …` that joins the object's CTE with the input `i`. */
  readonly from: string;
};

/** The body of the CTE `told`: writes one event a telling and row. */
export const insertEvents = (tellings: readonly Telling[]): string => `
    insert into events (merchant_id, id, type, subject_id, sequence, object, object_id, snapshot)
    ${tellings.map(selectEvent).join('\n    union all\n    ')}
    returning merchant_id, id, type, subject_id, sequence`;

const selectEvent = ({ type, alias, object, sequence, subject, idAt, from }: Telling): string =>
  `select ${alias}.merchant_id, i.event_ids[${idAt}], '${type}', ${subject}, ${sequence}, '${object}', ${alias}.id, ${alias}.snapshot ${from}`;
