/**
 * A request as the load generator repeats it. `{n}` in path, headers or body stands for a number that no other request
 * has.
 */
export type RequestSpec = {
  readonly method: 'GET' | 'POST';
  /** Taken in turn. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Always ten digits, so that every request has the same length. */
export const formatNumber = (n: number): string => String(n % 10_000_000_000).padStart(10, '0');

let taken = 0;

/** The next number of this process: idempotency keys and order numbers of one run never meet. */
export const takeNumber = (): number => taken++;

const SLOT = '{n}';

/** Gives the n-th request as the bytes on the line, one letter a byte. */
export const compileRequest = (spec: RequestSpec, host: string): ((n: number) => string) => {
  const templates = spec.paths.map((path) => textOf(spec, path, host).split(SLOT));
  return (n) => (templates[n % templates.length] ?? []).join(formatNumber(n));
};

const textOf = ({ method, headers, body }: RequestSpec, path: string, host: string): string => {
  const lines = Object.entries({
    Host: host,
    ...headers,
    ...(body === undefined ? {} : { 'Content-Length': byteLength(body) }),
  });
  return (
    `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n` + (body ?? '')
  );
};

/** Bodies are ASCII: what one letter a byte can carry. */
const byteLength = (body: string): string => {
  if (/[^\x20-\x7e]/.test(body)) throw new Error('a body of the bench must be printable ASCII');
  return String(body.replaceAll(SLOT, formatNumber(0)).length);
};
