/** `npm run dev` starts the gateway again when a file changes; here with a small program in its place. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../../test/support/free-port.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { waitUntilReady, type Part } from './child.ts';
import { startWatched } from './watched.ts';

let folder: string;
let url: string;
let part: Part;
const said: string[] = [];

const program = (answer: string): string =>
  `import { createServer } from 'node:http';
createServer((_, response) => response.end(${JSON.stringify(answer)})).listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));\n`;
const answers = (text: string) =>
  waitFor(`it answers ${text}`, async () => {
    const answer = await fetch(url).then(
      (response) => response.text(),
      () => '',
    );
    return answer === text;
  });

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-dev-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/main.ts'), program('one'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  part = startWatched({
    program: {
      name: 'example',
      file: join(folder, 'src/main.ts'),
      env: { PORT: String(port) },
      readyUrl: url,
      stopTimeoutMs: 5_000,
    },
    logDir: join(folder, 'logs'),
    folders: [join(folder, 'src')],
    say: (line) => said.push(line),
  });
  await waitUntilReady(part, url, new AbortController().signal);
});
after(async () => {
  await part.stop();
  rmSync(folder, { recursive: true });
});

test('a change is what answers next', async () => {
  await answers('one');
  writeFileSync(join(folder, 'src/main.ts'), program('two'));
  await answers('two');
  await waitFor('it says so', () => Promise.resolve(said.some((line) => line.startsWith('example is ready'))));
  assert.equal(said[0], 'main.ts changed: example starts again');
});

test('what does not start says why, and the next change is tried', async () => {
  writeFileSync(join(folder, 'src/main.ts'), 'const is broken;\n');
  await waitFor('it says why', () =>
    Promise.resolve(said.some((line) => /^example ended \(exit code 1\); its log/.test(line))),
  );
  writeFileSync(join(folder, 'src/main.ts'), program('three'));
  await answers('three');
});
