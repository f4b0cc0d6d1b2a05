import { createHash } from 'node:crypto';

/** Lets a test compare what was issued with what was used, without a journal holding something that could be used. */
export const cavvDigestOf = (cavv: string): string => createHash('sha256').update(cavv).digest('hex').slice(0, 16);
