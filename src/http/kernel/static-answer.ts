import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pickEncoding } from './static-file.ts';

/** An answer that is the same for everybody: made once, compressed once, and not sent again to who has it. */
export type StaticAnswer = {
  readonly contentType: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
};

export const prepare = (contentType: string, content: string | Buffer): StaticAnswer => {
  const plain = Buffer.from(content);
  return {
    contentType,
    // Weak: the encodings differ in bytes and mean the same.
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzip: gzipSync(plain),
    br: brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
  };
};

export const sendStatic = (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: StaticAnswer,
  cacheControl: string,
): FastifyReply => {
  void reply
    .header('ETag', answer.etag)
    .header('Cache-Control', cacheControl)
    .header('Vary', 'Accept, Accept-Encoding');
  if (isKnown(request.headers['if-none-match'], answer.etag)) return reply.code(304).send();
  const encoding = pickEncoding(request.headers['accept-encoding']);
  if (encoding !== undefined) void reply.header('Content-Encoding', encoding);
  return reply.header('Content-Type', answer.contentType).send(answer[encoding ?? 'plain']);
};

const isKnown = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' ||
    ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.slice(2)));
