/** What Node does by itself: reads JSON, answers JSON. No framework, no database. */
import { createServer } from 'node:http';
import { listenAndTell } from './listen.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const order: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const body = JSON.stringify({ id: 'ps_bare', status: 'open', order });
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
});
server.keepAliveTimeout = 65_000;
listenAndTell(server);
