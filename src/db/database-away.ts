/**
 * Connection failures and PostgreSQL's own "not now" (shutting down, too many connections, statement timeout): what has failed
 * may well go through in a moment.
 */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(57|53|08|ECONNREFUSED|ECONNRESET|EPIPE)/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  );
};
