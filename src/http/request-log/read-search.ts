/** The UUID in an `API-Request-Id`; undefined when it is none. */
export const readRequestId = (text: string): string | undefined =>
  /^req_([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/.exec(text.trim())?.[1];

/** `404`, `4xx`, or nothing: from and to, both inclusive. Anything else fits no request. */
export const readStatuses = (text: string | undefined): readonly [lowest: number, highest: number] => {
  if (text === undefined || text === '') return [0, 999];
  const [, first, rest] = /^([1-5])(\d\d|xx)$/.exec(text) ?? [];
  if (first === undefined || rest === undefined) return [0, -1];
  return rest === 'xx' ? [Number(`${first}00`), Number(`${first}99`)] : [Number(text), Number(text)];
};
