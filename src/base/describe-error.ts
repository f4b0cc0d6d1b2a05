/**
 * An error in one line that may be kept: of its message the first line only, because drivers quote values in the
 * others, and of long numbers nothing.
 */
export const firstLineOf = (error: Error): string =>
  error.message
    .split('\n', 1)
    .join()
    .slice(0, 200)
    .replaceAll(/\d{6,}/g, '…');
