import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ConfigError } from './config-error.ts';
import { requireClosedMemory } from './config-process.ts';

const CLOSED = {
  options: ['--disable-warning=ExperimentalWarning', ''],
  isInspected: false,
  limits:
    'Limit  Soft Limit  Hard Limit  Units\nMax core file size        0                    unlimited            bytes\n',
};

test('where money is real nothing may show the memory of the process', () => {
  const live = { mode: 'live' } as const;
  requireClosedMemory(live, CLOSED);
  requireClosedMemory(live, { ...CLOSED, limits: undefined });
  for (const option of [
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--inspect_wait',
    '--inspect-port=0',
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot-near-heap-limit=3',
    '--heap-prof',
    '--report-on-fatalerror',
    '--report_on_signal',
    '--abort-on-uncaught-exception',
  ]) {
    const open = { ...CLOSED, options: [option] };
    assert.throws(
      () => {
        requireClosedMemory(live, open);
      },
      (error: unknown) => error instanceof ConfigError && error.message.includes(option.split('=')[0] ?? ''),
      option,
    );
    requireClosedMemory({ mode: 'sandbox' }, open);
  }
  assert.throws(() => {
    requireClosedMemory(live, { ...CLOSED, isInspected: true });
  }, /inspector/);
  for (const soft of ['unlimited', '1', '1073741824'])
    assert.throws(() => {
      requireClosedMemory(live, { ...CLOSED, limits: CLOSED.limits.replace(' 0 ', ` ${soft} `) });
    }, /ulimit -c 0/);
});

const SRC = import.meta.dirname;
const MODULE = JSON.stringify(join(SRC, 'config-process.ts'));
const asLive = `import { refuseDebugSignal, requireClosedMemory } from ${MODULE};`;

test('a process that was told to open its inspector by NODE_OPTIONS does not start', async () => {
  const start = (options: string) =>
    promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', `${asLive} requireClosedMemory({ mode: 'live' });`],
      { env: { ...process.env, NODE_OPTIONS: options } },
    );
  await assert.rejects(start('--inspect=127.0.0.1:0'), /shows the memory of the gateway/);
  await assert.rejects(start('--no-warnings --report-on-signal'), /shows the memory of the gateway/);
});

test('the signal that opens the inspector of any other Node.js process opens nothing', async () => {
  const script = (mode: string): string =>
    `${asLive} import inspector from 'node:inspector'; refuseDebugSignal({ mode: '${mode}' });
     process.on('SIGUSR2', () => console.log('heard'));
     process.stdin.on('data', () => console.log(inspector.url() ?? 'closed'));
     process.stdin.on('end', () => process.exit(0)); console.log('ready');`;
  const inspectorAfterSignal = async (mode: string, isEnough: (said: string, asked: number) => boolean) => {
    const child = spawn(process.execPath, ['--inspect-port=0', '--input-type=module', '-e', script(mode)]);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const nextLine = async (): Promise<string> => String((await lines.next()).value);
    await nextLine();
    child.kill('SIGUSR1');
    // Sent later, and of a higher number: who has heard it was sent the first one.
    child.kill('SIGUSR2');
    await nextLine();
    let said = '';
    for (let asked = 0; !isEnough(said, asked); asked++) {
      child.stdin.write('?');
      said = await nextLine();
    }
    child.stdin.end();
    await once(child, 'exit');
    return said;
  };
  assert.match(await inspectorAfterSignal('sandbox', (said) => said.startsWith('ws:')), /^ws:/);
  assert.equal(await inspectorAfterSignal('live', (said, asked) => said.startsWith('ws:') || asked === 100), 'closed');
});
