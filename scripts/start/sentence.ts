/**
 * What the person at the keyboard can change: shown as it is, without a stack. Anything else thrown is a bug of ours.
 */
export class Sentence extends Error {
  override readonly name = 'Sentence';
}

export const messageOf = (error: unknown): string => {
  // A refused connection to a name with several addresses comes as a bundle without a message of its own.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
};
