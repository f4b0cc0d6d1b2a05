/** `a, b,c` as the flags of commands take lists. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
