/**
 * `('/sessions', 'ps_2GRS…', '/expire')`. An id of another shape is refused here: an empty one would ask for the whole
 * list, and one with a slash or dots for something else.
 */
export const resourcePath = (collection: string, id: string, action = ''): string => {
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,128}$/.test(id)) {
    throw new TypeError(`${collection} needs an id such as "ps_2GRS…", but got ${describe(id)}.`);
  }
  return `${collection}/${id}${action}`;
};

const describe = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : `a value of type ${typeof value}`;
