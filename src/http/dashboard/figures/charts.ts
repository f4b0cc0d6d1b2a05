/**
 * Pictures of figures, made here: bars without letters, so that they stretch to any screen; what they say stands beside
 * them as text, and in a table.
 */
import { html, trustMarkup, type Html } from '../../kernel/html.ts';

/** Parts of a bar from below, each in a color of its own. */
export type Bar = readonly number[];

const WIDTH = 1000;
const HEIGHT = 200;

export type Chart = {
  readonly bars: readonly Bar[];
  /** What the picture shows, for whoever does not see it. */
  readonly label: string;
  /** Below its first and its last bar. */
  readonly ends: readonly [string, string];
  readonly showHeight: (height: number) => string;
};

export const barChart = ({ bars, label, ends, showHeight }: Chart): Html => {
  const highest = Math.max(1, ...bars.map((bar) => bar.reduce((sum, part) => sum + part, 0)));
  const step = WIDTH / Math.max(1, bars.length);
  const rectangles = bars.flatMap((bar, place) => {
    let top = HEIGHT;
    return bar.map((part, color) => {
      const height = (part / highest) * HEIGHT;
      top -= height;
      return part === 0 ? '' : rectangle({ x: place * step + step * 0.1, y: top, width: step * 0.8, height, color });
    });
  });
  return html`<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
<line class="chart-line" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"/>
${trustMarkup(rectangles.join(''))}</svg>
<figcaption><span>${ends[0]}</span><span>highest: ${showHeight(highest)}</span><span>${ends[1]}</span></figcaption>
</figure>`;
};

type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: number;
};

const rectangle = ({ x, y, width, height, color }: Rectangle): string =>
  `<rect class="bar-${color}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`;

const round = (length: number): string => length.toFixed(1);

/** How much of a whole, as a bar in a table; the number stands beside it. */
export const meter = (share: number): Html =>
  html`<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
<rect class="meter-whole" width="100" height="10"/>
<rect class="bar-0" width="${round(Math.min(1, Math.max(0, share)) * 100)}" height="10"/></svg>`;

/** Which color is what. */
export const legend = (names: readonly string[]): Html =>
  html`<ul class="legend">${names.map(
    (name, color) => html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="bar-${color}" width="10"
 height="10"/></svg> ${name}</li>`,
  )}</ul>`;
