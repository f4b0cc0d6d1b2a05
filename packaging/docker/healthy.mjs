import { get } from 'node:http';

// What a container's health check runs, as the image has no curl: ends with 0 when the gateway in it is alive. Whether it may get traffic
// is another question (`/readyz`): a container must not be killed because its database is away.
const port = process.env['TOLLGATE_PORT']?.trim() || '8080';
const question = get(`http://127.0.0.1:${port}/healthz`, { timeout: 4_000 }, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
});
question.once('timeout', () => question.destroy(new Error('no answer in time')));
question.once('error', (error) => {
  process.stderr.write(`the gateway does not answer: ${error.message}\n`);
  process.exit(1);
});
