/** What was thrown, for the log: an error as it is; anything else, which nobody should throw, by its text. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
