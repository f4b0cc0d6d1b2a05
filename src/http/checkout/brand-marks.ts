import type { CardBrand } from '../../card/card.ts';

/** An element of a drawing of `MARK_SIZE`: its tag, its attributes, and the text inside. */
export type DrawnPart = readonly [
  tag: 'rect' | 'circle' | 'path' | 'text',
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
];

export const MARK_SIZE = { width: 38, height: 24 } as const;

const disc = (cx: number, fill: string, opacity = 1): DrawnPart => ['circle', { cx, cy: 12, r: 7, fill, opacity }];
const ground = (fill: string): DrawnPart => ['rect', { ...MARK_SIZE, fill }];
const word = (text: string, size: number, ink = '#fff'): DrawnPart => [
  'text',
  {
    x: 19,
    y: 12 + size * 0.36,
    fill: ink,
    'font-size': size,
    'font-weight': 800,
    'font-family': 'Arial, sans-serif',
    'text-anchor': 'middle',
    direction: 'ltr',
  },
  text,
];

/** Plain marks in the colours by which people know the schemes, drawn here: no file, no font, no third party. */
export const BRAND_MARKS: Readonly<Record<Exclude<CardBrand, 'unknown'>, readonly DrawnPart[]>> = {
  visa: [ground('#1a1f71'), word('VISA', 11)],
  mastercard: [ground('#1b1b1f'), disc(15, '#eb001b'), disc(23, '#f79e1b', 0.85)],
  maestro: [ground('#1b1b1f'), disc(15, '#0099df'), disc(23, '#ed0006', 0.85)],
  amex: [ground('#0f6cb6'), word('AMEX', 10)],
  discover: [
    ground('#f4f4f6'),
    ['path', { d: 'M38 10v14H12c12-2 20-7 26-14z', fill: '#f47216' }],
    word('DISC', 9, '#1b1b1f'),
  ],
  diners: [
    ground('#0a4f8f'),
    ['circle', { cx: 19, cy: 12, r: 8, fill: '#fff' }],
    ['path', { d: 'M17 7v10a5.4 5.4 0 0 1 0-10zM21 7v10a5.4 5.4 0 0 0 0-10z', fill: '#0a4f8f' }],
  ],
  jcb: [
    ground('#f4f4f6'),
    ['rect', { x: 6, y: 4, width: 8, height: 16, rx: 2, fill: '#0b5cad' }],
    ['rect', { x: 15, y: 4, width: 8, height: 16, rx: 2, fill: '#c9143a' }],
    ['rect', { x: 24, y: 4, width: 8, height: 16, rx: 2, fill: '#0a8a43' }],
  ],
  unionpay: [
    ground('#f4f4f6'),
    ['path', { d: 'M9 4h8l-4 16H5z', fill: '#d8232a' }],
    ['path', { d: 'M17 4h8l-4 16h-8z', fill: '#00447c' }],
    ['path', { d: 'M25 4h8l-4 16h-8z', fill: '#007b84' }],
  ],
  mir: [ground('#0f754e'), word('MIR', 11)],
};

/** Names of schemes are the same in every language. */
export const BRAND_NAMES: Readonly<Record<Exclude<CardBrand, 'unknown'>, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  maestro: 'Maestro',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
  mir: 'Mir',
};
