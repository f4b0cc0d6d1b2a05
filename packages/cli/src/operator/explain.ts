/** One sentence for whoever typed the command. A database that refuses says why in its own words, without address. */
export const explain = (error: unknown): string => {
  const inner = error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error;
  if (!(inner instanceof Error)) return String(inner);
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : '';
  return sentences[code] ?? oneLine(inner.message);
};

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The database does not answer: is it running, and is DATABASE_URL its address?',
  ENOENT: 'The database does not answer: its socket is gone; start the gateway again.',
  ENOTFOUND: 'The host of DATABASE_URL is not known.',
  ETIMEDOUT: 'The database did not answer in time.',
  '28P01': 'The database refused the user or password of DATABASE_URL.',
  '3D000': 'The database that DATABASE_URL names does not exist.',
  '42P01': 'The database has no Tollgate tables yet: run `tollgate migrate` first.',
};

const oneLine = (text: string): string => text.split('\n').join(' ').trim();
