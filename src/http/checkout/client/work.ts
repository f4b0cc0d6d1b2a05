/**
 * Proof of work: looks for the number that the server asked for. In slices of a few milliseconds, so that the page stays usable
 * meanwhile: a worker would be a script of its own, and `crypto.subtle` makes a promise for every hash, which takes ten times as long.
 */
export const findWorkAnswer = async (challenge: string, bits: number): Promise<string> => {
  for (let number = 0; ;) {
    const endsAtMs = performance.now() + SLICE_MS;
    while (performance.now() < endsAtMs) {
      for (const end = number + HASHES_A_LOOK; number < end; number++) {
        if (isSolution(`${challenge}.${number}`, bits)) return String(number);
      }
    }
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
};

/** Less than a frame of the screen. */
const SLICE_MS = 8;
const HASHES_A_LOOK = 32;

const isSolution = (text: string, bits: number): boolean => Math.clz32(firstWordOfSha256(text)) >= bits;

// The fractional parts of the roots of the first primes, as FIPS 180-4 defines them.
const primes: number[] = [];
for (let candidate = 2; primes.length < 64; candidate++) {
  if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
}
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0;
const START = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
const ROUND = Int32Array.from(primes, (prime) => fraction(prime ** (1 / 3)));
const schedule = new Int32Array(64);

/** The first 32 bits of SHA-256 of letters from ASCII. */
export const firstWordOfSha256 = (text: string): number => {
  const blocks = (text.length + 9 + 63) >> 6;
  const state = Int32Array.from(START);
  for (let block = 0; block < blocks; block++) {
    for (let word = 0; word < 16; word++) schedule[word] = wordAt(text, (block << 6) + (word << 2));
    if (block === blocks - 1) schedule[15] = text.length << 3;
    compress(state);
  }
  return state[0] ?? 0;
};

/** Four bytes of the padded message, whose length is written by the caller. */
const wordAt = (text: string, at: number): number => {
  let word = 0;
  for (let byte = at; byte < at + 4; byte++) {
    word = (word << 8) | (byte < text.length ? text.charCodeAt(byte) : byte === text.length ? 0x80 : 0);
  }
  return word;
};

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

const compress = (state: Int32Array): void => {
  for (let at = 16; at < 64; at++) {
    const near = schedule[at - 2] ?? 0;
    const far = schedule[at - 15] ?? 0;
    schedule[at] =
      ((turn(near, 17) ^ turn(near, 19) ^ (near >>> 10)) +
        (schedule[at - 7] ?? 0) +
        (turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)) +
        (schedule[at - 16] ?? 0)) |
      0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at++) {
    const one =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (ROUND[at] ?? 0) + (schedule[at] ?? 0)) |
      0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    state[at] = ((state[at] ?? 0) + word) | 0;
  });
};
