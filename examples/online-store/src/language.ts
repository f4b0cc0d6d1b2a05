import type { IncomingMessage } from 'node:http';
import { isLanguage } from './texts.ts';
import type { Language } from './texts.ts';
import { readCookie } from './web.ts';

/** What the customer chose, now or earlier; otherwise what the browser asks for; otherwise English. */
export const pickLanguage = (request: IncomingMessage, url: URL): Language => {
  const wishes = [
    url.searchParams.get('lang') ?? undefined,
    readCookie(request, 'lang'),
    ...tagsAcceptedBy(request).map(languageOf),
  ];
  return wishes.find(isLanguage) ?? 'en';
};

/** The browser's own form of that language, `en-GB` for English: money is written differently in each. */
export const tagFor = (request: IncomingMessage, language: Language): string =>
  tagsAcceptedBy(request).find((tag) => TAG.test(tag) && languageOf(tag) === language) ?? language;

const TAG = /^[a-z]{2}(?:-(?:[a-z]{2}|[0-9]{3}))?$/i;

const languageOf = (tag: string): string => tag.slice(0, 2).toLowerCase();

/** `fr;q=0.5, de-AT` → `de-AT`, `fr`: the most wanted first. */
const tagsAcceptedBy = (request: IncomingMessage): readonly string[] =>
  (request.headers['accept-language'] ?? '')
    .slice(0, 200)
    .split(',')
    .map((item) => {
      const [tag = '', quality = 'q=1'] = item.trim().split(';');
      return { tag, weight: Number(quality.trim().slice(2)) || 0 };
    })
    .sort((a, b) => b.weight - a.weight)
    .map((wish) => wish.tag);
