import type { IncomingMessage } from 'node:http';

/** The whole body, or undefined when it is too long or the line broke. */
export const readBody = (request: IncomingMessage, maxBytes: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    request.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount <= maxBytes) chunks.push(chunk);
    });
    request.once('end', () => resolve(byteCount > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8')));
    request.once('close', () => resolve(undefined));
  });

/** A request line may hold anything; what is not a path is the path that nothing lives at. */
export const parseUrl = (target: string | undefined): URL =>
  URL.parse(target ?? '', 'http://host') ?? new URL('/-', 'http://host');

/** Browsers say where a request comes from; scripts and servers do not. */
export const isForeign = (request: IncomingMessage): boolean =>
  !['same-origin', 'none', undefined].includes(request.headers['sec-fetch-site']?.toString());

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const MAX_JOURNAL_PAGE = 10_000;

/** Which lines of the journal are wanted, or what is wrong with the question. */
export const readJournalPage = (
  query: URLSearchParams,
): { readonly after: number; readonly limit: number } | string => {
  const after = Number(query.get('after') ?? 0);
  const limit = Number(query.get('limit') ?? 1_000);
  const isUsable = Number.isSafeInteger(after) && after >= 0 && Number.isSafeInteger(limit) && limit >= 1;
  if (isUsable && limit <= MAX_JOURNAL_PAGE) return { after, limit };
  return `after and limit are whole numbers; limit is at most ${MAX_JOURNAL_PAGE}.`;
};

/** Reads the fields of the form that switches a fault on; an empty one was not filled in. */
export const fieldsOfForm = (form: URLSearchParams) => {
  const text = (name: string): string | undefined => form.get(name)?.trim() || undefined;
  const whole = (name: string): number | undefined => (text(name) === undefined ? undefined : Number(text(name)));
  return { text, whole };
};
