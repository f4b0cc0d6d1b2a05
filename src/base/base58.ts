/** base58btc: the 58 letters and digits that are hard to mistake for one another. */
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const DIGIT_OF = new Map(Array.from(ALPHABET, (letter, digit) => [letter, digit] as const));

// Five base-58 digits (58^5 = 656,356,768) and the carry of a byte stay below 2^53, so limbs of five digits are exact
// in a double and save four fifths of the inner loop: ids are on the path of every request.
const LIMB_DIGITS = 5;
const LIMB = 58 ** LIMB_DIGITS;

export const encodeBase58 = (bytes: Uint8Array): string => {
  const limbs: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let i = 0; i < limbs.length; i++) {
      carry += (limbs[i] ?? 0) * 256;
      limbs[i] = carry % LIMB;
      carry = Math.floor(carry / LIMB);
    }
    if (carry > 0) limbs.push(carry);
  }
  let text = '';
  for (const limb of limbs) {
    let rest = limb;
    for (let i = 0; i < LIMB_DIGITS; i++) {
      text = ALPHABET.charAt(rest % 58) + text;
      rest = Math.floor(rest / 58);
    }
  }
  const zeroBytes = countLeading(bytes, 0);
  return ALPHABET.charAt(0).repeat(zeroBytes) + text.replace(/^1+/, '');
};

/** Undefined when a letter is not in the alphabet. */
export const decodeBase58 = (text: string): Buffer | undefined => {
  const bytes: number[] = [];
  for (const letter of text) {
    let carry = DIGIT_OF.get(letter);
    if (carry === undefined) return undefined;
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] ?? 0) * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    while (carry > 0) {
      bytes.push(carry & 0xff);
      carry >>= 8;
    }
  }
  const zeroBytes = /^1*/.exec(text)?.[0].length ?? 0;
  return Buffer.from([...new Array<number>(zeroBytes).fill(0), ...bytes.reverse()]);
};

const countLeading = (bytes: Uint8Array, value: number): number => {
  let count = 0;
  while (count < bytes.length && bytes[count] === value) count++;
  return count;
};
