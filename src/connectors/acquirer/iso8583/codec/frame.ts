import type { Dialect } from '../dialects/dialect.ts';

type Framing = Pick<Dialect, 'header' | 'hasTpdu' | 'maxBytes'>;

/** A message with its length before it, and the TPDU (10 hex digits) where the host wants one. */
export const frame = (framing: Framing, tpdu: string, body: Buffer): Buffer => {
  const content = framing.hasTpdu ? Buffer.concat([Buffer.from(tpdu, 'hex'), body]) : body;
  return Buffer.concat([writeLength(framing, content.length), content]);
};

const writeLength = ({ header }: Framing, length: number): Buffer => {
  const total = header.includesItself ? length + header.bytes : length;
  if (header.coding === 'ascii') return Buffer.from(String(total).padStart(header.bytes, '0'), 'latin1');
  const bytes = Buffer.alloc(header.bytes);
  bytes.writeUIntBE(total, 0, header.bytes);
  return bytes;
};

/** `60 destination origin` → `60 origin destination`, as an answer has it. */
export const swapTpdu = (tpdu: string): string => tpdu.slice(0, 2) + tpdu.slice(6, 10) + tpdu.slice(2, 6);

/**
 * Cuts a stream into messages, however it comes in pieces. At most one message of the largest size is kept. `undefined`
 * from `push`: what came is no message of this dialect, and nothing after it can be trusted either.
 */
export type FrameReader = {
  readonly push: (chunk: Buffer) => readonly Buffer[] | undefined;
  /** Some of a message came, and not yet all. */
  readonly isInside: () => boolean;
};

/** `tpdu` as an answer must have it. */
export const createFrameReader = (framing: Framing, tpdu: string): FrameReader => {
  const { bytes } = framing.header;
  const expectedTpdu = framing.hasTpdu ? tpdu.toLowerCase() : '';
  let kept: Buffer = Buffer.alloc(0);
  return {
    isInside: () => kept.length > 0,
    push: (chunk) => {
      let rest = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
      const messages: Buffer[] = [];
      while (rest.length >= bytes) {
        const length = readLength(framing, rest);
        if (length === undefined) return undefined;
        if (rest.length < bytes + length) break;
        const content = rest.subarray(bytes, bytes + length);
        const start = expectedTpdu.length / 2;
        if (content.subarray(0, start).toString('hex') !== expectedTpdu) return undefined;
        // An empty message keeps a line open at some hosts; it says nothing.
        if (content.length > start) messages.push(content.subarray(start));
        rest = rest.subarray(bytes + length);
      }
      // A copy: a slice would keep the whole chunk, and whatever else was in it.
      kept = Buffer.from(rest);
      return messages;
    },
  };
};

/** How many bytes follow the header; undefined for what is no length, or too much. */
const readLength = ({ header, hasTpdu, maxBytes }: Framing, rest: Buffer): number | undefined => {
  const text = rest.toString('latin1', 0, header.bytes);
  if (header.coding === 'ascii' && !/^\d+$/.test(text)) return undefined;
  const total = header.coding === 'ascii' ? Number(text) : rest.readUIntBE(0, header.bytes);
  const length = header.includesItself ? total - header.bytes : total;
  const isPossible = length >= 0 && length <= maxBytes && !(hasTpdu && length > 0 && length < TPDU_BYTES);
  return isPossible ? length : undefined;
};

const TPDU_BYTES = 5;
