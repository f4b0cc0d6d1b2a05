import type { FastifyInstance } from 'fastify';

/** What a form said, by the names of its fields; nothing about the values is known yet. */
export type Form = Readonly<Record<string, unknown>>;

/** Four fields, a token and a choice; more is not a card form. */
export const MAX_FORM_BYTES = 16 * 1024;

/**
 * The two ways a card form arrives: posted by the browser, or sealed and sent by the page's script. A body that can't
 * be read becomes an empty form, which the flow answers like any form that is not ours: an error of a parser would
 * carry pieces of the body into logs. The bytes of a plain form are wiped once it is parsed.
 */
export const acceptForms = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => {
      const bytes = Buffer.from(body);
      const form = Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
      bytes.fill(0);
      if (typeof body !== 'string') body.fill(0);
      done(null, form);
    },
  );
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => {
      done(null, parseJsonForm(String(body)));
    },
  );
};

const parseJsonForm = (text: string): Form => {
  try {
    const value: unknown = JSON.parse(text);
    return isForm(value) ? value : {};
  } catch {
    return {};
  }
};

export const isForm = (value: unknown): value is Form =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
