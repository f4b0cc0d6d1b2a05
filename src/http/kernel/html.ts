/** Markup that is safe to send: only `html` and `trustMarkup` make it. */
export type Html = { readonly markup: string };

export type HtmlValue = string | number | Html | readonly Html[] | false | undefined;

/**
 * A template that escapes by default: text and numbers become text, `Html` stays as it is, `false` and `undefined`
 * vanish. Attribute values must stand in double quotes.
 */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html => {
  let markup = strings[0] ?? '';
  for (let i = 0; i < values.length; i++) markup += write(values[i]) + (strings[i + 1] ?? '');
  return { markup };
};

/** For markup that was written here or by the build, never for anything that came in. */
export const trustMarkup = (markup: string): Html => ({ markup });

/** Data for the page's script, inside `<script type="application/json">`: no `<` can end the element early. */
export const jsonForScript = (value: unknown): Html => trustMarkup(JSON.stringify(value).replaceAll('<', '\\u003c'));

const write = (value: HtmlValue): string => {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
};

const SPECIAL = /[&<>"']/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeText = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '') : text;
