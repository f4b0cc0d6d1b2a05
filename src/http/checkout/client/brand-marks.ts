import type { CardBrand } from '../../../card/card.ts';
import { BRAND_MARKS, MARK_SIZE } from '../brand-marks.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The mark of a brand; undefined when the digits do not tell one yet. */
export const drawBrandMark = (brand: CardBrand): SVGElement | undefined => {
  if (brand === 'unknown') return undefined;
  const { width, height } = MARK_SIZE;
  const svg = draw('svg', { viewBox: `0 0 ${width} ${height}`, width, height, focusable: 'false' });
  for (const [tag, attributes, text = ''] of BRAND_MARKS[brand]) {
    const part = draw(tag, attributes);
    part.textContent = text;
    svg.append(part);
  }
  return svg;
};

const draw = (tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
  const element = document.createElementNS(SVG, tag);
  if (!(element instanceof SVGElement)) throw new TypeError(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};
