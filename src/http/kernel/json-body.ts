import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../base/problem.ts';
import { parseStrictJson } from './strict-json.ts';
import { addWork, measureWork } from './work.ts';

/** Also bounds what a webhook carries: of an object, only some 2 KB come from us and the rest was in one request. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The one kind of body: JSON in UTF-8, read strictly. */
export const acceptStrictJson = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    addWork(request, { bodyBytes: body.length });
    if (!isPlainUtf8(request)) {
      done(
        new Problem(
          'unsupported_media_type',
          'Send the body as JSON in UTF-8, and not packed: no other charset, no Content-Encoding.',
        ),
      );
      return;
    }
    // Decoded all the same, a wrong byte would become a replacement letter that nobody wrote, and three bytes long.
    if (!isUtf8(body as Buffer)) {
      done(new Problem('invalid_json', 'The body is not valid UTF-8, which JSON is written in.'));
      return;
    }
    const text = (body as Buffer).toString('utf8');
    if (text === '') {
      done(null, undefined);
      return;
    }
    try {
      done(
        null,
        measureWork(request, () => parseStrictJson(text)),
      );
    } catch (error) {
      done(error as Error);
    }
  });
};

/** A body in another coding can happen to read as JSON, too, and then says what nobody meant. */
const isPlainUtf8 = ({ headers }: FastifyRequest): boolean => {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return /^utf-?8$/i.test(charset) && /^(?:identity)?$/i.test(headers['content-encoding'] ?? '');
};
