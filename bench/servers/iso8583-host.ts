/** A host that approves whatever it is asked at once, over ISO 8583, signed: what one line can do at all. */
import { createServer } from 'node:net';
import { signWith } from '../../simulators/acquirer/faces/iso8583/mac.ts';
import { pack, pick, unpack } from '../../simulators/acquirer/faces/iso8583/pack.ts';
import { isSpecName, specs } from '../../simulators/acquirer/faces/iso8583/spec.ts';
import { createStream, envelope } from '../../simulators/acquirer/faces/iso8583/stream.ts';
import { listenAndTell } from './listen.ts';

const [dialect = '', key = ''] = process.argv.slice(2);
if (!isSpecName(dialect)) throw new Error('The first argument is a dialect.');
const spec = specs[dialect];
const sign = signWith(spec, Buffer.from(key, 'hex'));
const [yes, networkYes] = spec.year === 1987 ? ['00', '00'] : ['000', '800'];

const server = createServer((socket) => {
  const read = createStream(spec);
  socket.on('error', () => socket.destroy()).setNoDelay(true);
  socket.on('data', (chunk) => {
    for (const { tpdu, body } of read(chunk) ?? []) {
      const message = unpack(spec, body);
      if (message === undefined) throw new Error('A message that the host can’t read.');
      const { mti, fields } = message;
      const code = mti.charAt(1) === '8' ? { 39: networkYes } : { 38: 'A1B2C3', 39: yes };
      const type = mti.slice(0, 2) + String(Number(mti.charAt(2)) + 1) + mti.charAt(3);
      const answer = { ...pick(fields, [3, 4, 7, 11, 12, 37, 41, 49, 70]), ...code };
      socket.write(envelope(spec, tpdu, pack(spec, type, answer, sign)));
    }
  });
});
listenAndTell(server);
