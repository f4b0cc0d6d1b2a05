/**
 * The color that a merchant gives its payment page: of buttons with white letters on them. What customers could not
 * read is refused (WCAG 2.2, 1.4.3: 4.5 to 1).
 */
export const findAccentMistake = (color: string): string | undefined => {
  if (!/^#[0-9a-f]{6}$/.test(color)) return 'must be a color such as #1e4fd0.';
  const found = contrastOf(color, WHITE);
  if (found >= READABLE) return undefined;
  return (
    `must be darker: white letters on it have a contrast of ${found.toFixed(1)} to 1, and need ${READABLE}. ` +
    `${darkenUntilReadable(color)} is the nearest that can be read.`
  );
};

/** A stylesheet that comes after the page's own. In the dark the ring around what has the focus is made lighter. */
export const renderAccentStyle = (color: string): string => {
  const strong = mix(color, BLACK, 0.2);
  const ring = lightenUntilSeen(color);
  return (
    `:root{--accent:${color};--accent-strong:${strong};--focus:${color}}` +
    `@media(prefers-color-scheme:dark){:root{--accent:${color};--accent-strong:${strong};--focus:${ring}}}`
  );
};

const WHITE = '#ffffff';
const BLACK = '#000000';
/** The ground of the page in the dark. */
const DARK_PANEL = '#172032';
const READABLE = 4.5;
const STEP = 0.02;

const channelsOf = (color: string): readonly number[] =>
  [1, 3, 5].map((place) => Number.parseInt(color.slice(place, place + 2), 16));

/** WCAG's contrast of two colors, from 1 to 21. */
export const contrastOf = (one: string, other: string): number => {
  const [lighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
};

const luminanceOf = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = channelsOf(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const mix = (color: string, other: string, share: number): string => {
  const others = channelsOf(other);
  const mixed = channelsOf(color).map((channel, i) => Math.round(channel * (1 - share) + (others[i] ?? 0) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
};

const darkenUntilReadable = (color: string): string =>
  mixUntil(color, BLACK, (mixed) => contrastOf(mixed, WHITE) >= READABLE);

/** 3 to 1 is what a mark needs that is no text. */
const lightenUntilSeen = (color: string): string =>
  mixUntil(color, WHITE, (mixed) => contrastOf(mixed, DARK_PANEL) >= 3);

const mixUntil = (color: string, other: string, isEnough: (mixed: string) => boolean): string => {
  for (let share = 0; share < 1; share += STEP) {
    const mixed = mix(color, other, share);
    if (isEnough(mixed)) return mixed;
  }
  return other;
};
