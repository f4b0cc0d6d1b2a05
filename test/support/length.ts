/**
 * What is repeated so that chance has its turn: often enough to see it in a run of every change, more with `--long`.
 */
export const isLong = process.env['TEST_LONG'] === 'yes';

export const often = ({ usually, long }: { readonly usually: number; readonly long: number }): number =>
  isLong ? long : usually;
