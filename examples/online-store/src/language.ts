import type { IncomingMessage } from 'node:http';
import { isLanguage } from './texts.ts';
import type { Language } from './texts.ts';
import { readCookie } from './web.ts';

/** What the customer chose, now or earlier; otherwise what the browser asks for; otherwise English. */
export const pickLanguage = (request: IncomingMessage, url: URL): Language => {
  const wishes = [url.searchParams.get('lang') ?? undefined, readCookie(request, 'lang'), ...acceptedBy(request)];
  return wishes.find(isLanguage) ?? 'en';
};

/** `de-AT, fr;q=0.5` → `de`, `fr`, the most wanted first. */
const acceptedBy = (request: IncomingMessage): readonly string[] =>
  (request.headers['accept-language'] ?? '')
    .slice(0, 200)
    .split(',')
    .map((item) => {
      const [tag = '', quality = 'q=1'] = item.trim().split(';');
      return { language: tag.slice(0, 2).toLowerCase(), weight: Number(quality.trim().slice(2)) || 0 };
    })
    .sort((a, b) => b.weight - a.weight)
    .map((wish) => wish.language);
