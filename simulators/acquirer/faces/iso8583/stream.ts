import type { Spec } from './spec.ts';

/** The longest message that the host takes. */
const MAX_BYTES = 4_096;

/** One message on its way: what stood before it, and what it says. */
export type Framed = { readonly tpdu: Buffer; readonly body: Buffer };

/** Collects what comes in pieces. `undefined`: no messages at all, so the caller is hung up on. */
export const createStream = (spec: Spec) => {
  let rest = Buffer.alloc(0);
  return (chunk: Buffer): readonly Framed[] | undefined => {
    rest = Buffer.concat([rest, chunk]);
    const messages: Framed[] = [];
    for (;;) {
      const head = spec.lengthHeader === 'fourDigits' ? 4 : 2;
      if (rest.length < head) return messages;
      const said = head === 4 ? Number(rest.toString('latin1', 0, 4)) : rest.readUInt16BE();
      const length = spec.lengthHeader === 'twoBytesInclusive' ? said - 2 : said;
      const least = spec.hasTpdu ? 6 : 1;
      if (!(length >= least && length <= MAX_BYTES)) return undefined;
      if (rest.length < head + length) return messages;
      const content = rest.subarray(head, head + length);
      const split = spec.hasTpdu ? 5 : 0;
      messages.push({ tpdu: content.subarray(0, split), body: content.subarray(split) });
      rest = rest.subarray(head + length);
    }
  };
};

/** An answer goes back to where the message came from: the two addresses of its TPDU change places. */
export const envelope = (spec: Spec, asked: Buffer, body: Buffer): Buffer => {
  const tpdu = spec.hasTpdu
    ? Buffer.concat([asked.subarray(0, 1), asked.subarray(3, 5), asked.subarray(1, 3)])
    : Buffer.alloc(0);
  const content = Buffer.concat([tpdu, body]);
  if (spec.lengthHeader === 'fourDigits')
    return Buffer.concat([Buffer.from(String(content.length).padStart(4, '0')), content]);
  const head = Buffer.alloc(2);
  head.writeUInt16BE(content.length + (spec.lengthHeader === 'twoBytesInclusive' ? 2 : 0));
  return Buffer.concat([head, content]);
};
