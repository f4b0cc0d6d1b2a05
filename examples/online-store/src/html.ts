/** Markup that was built by `html`, and therefore has everything from outside escaped. */
export type Html = { readonly markup: string };

type Value = Html | string | number | undefined | readonly Html[];

/** A template that escapes every value that is not markup itself. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  markup: strings.map((text, i) => (i === 0 ? text : render(values[i - 1]) + text)).join(''),
});

const render = (value: Value): string => {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  return 'markup' in value ? value.markup : value.map((one) => one.markup).join('');
};

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
