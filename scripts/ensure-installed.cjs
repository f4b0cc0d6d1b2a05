'use strict';

/*
 * Runs before `npm start`, `npm test` and the others, on whatever Node the machine has and without any dependency:
 * installs what package-lock.json names when it is not there, and with `--with-browser` makes sure of a Chromium.
 * When nothing is to do it only compares one hash.
 */

const { spawn, spawnSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { findChromium } = require('./find-chromium.cjs');

const OLDEST_NODE = 20;
const NEEDED_NODE = 24;
const INSTALL_TIMEOUT_MS = 15 * 60_000;
const LOCK_TIMEOUT_MS = 20 * 60_000;
const HEARTBEAT_MS = 15_000;

const ROOT = path.join(__dirname, '..');
const LOCKFILE = path.join(ROOT, 'package-lock.json');
const MODULES = path.join(ROOT, 'node_modules');
const STAMP = path.join(MODULES, '.tollgate-installed');

/** Tests and measurements need what builds and tests; a gateway in production does not. */
const NEEDS_DEV = process.argv.includes('--with-browser') || process.argv.includes('--with-dev');

const main = async () => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) give(`Tollgate needs Node.js ${OLDEST_NODE} or newer, and this is ${process.version}.`);

  const wantsBrowser = process.argv.includes('--with-browser');
  if (isInstalled() && (!wantsBrowser || ('path' in findChromium() && (hasPgBouncer() || !mayUseApt())))) return;
  const release = await takeLock();
  try {
    if (!isInstalled()) await install(major);
    if (wantsBrowser) {
      await ensureBrowser();
      await ensurePgBouncer();
    }
  } finally {
    release();
  }
};

/** One clear sentence and the end. */
const give = (sentence) => {
  throw Object.assign(new Error(sentence), { isSentence: true });
};

const readText = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

// The platform is part of it: a folder that was copied from another machine holds that machine's programs.
const PLATFORM = `${process.platform}-${process.arch}`;
const stampOf = (lockText) => `${PLATFORM} ${crypto.createHash('sha256').update(lockText).digest('hex')}\n`;

const isInstalled = () => {
  const hidden = readText(path.join(MODULES, '.package-lock.json'));
  if (hidden === undefined || !hasNewNode()) return false;
  const lockText = readText(LOCKFILE);
  if (lockText === undefined) return true;
  const stamp = readText(STAMP);
  if (stamp === stampOf(lockText)) return true;
  if (stamp !== undefined && stamp.split(' ')[0] !== PLATFORM) return false;
  const wanted = JSON.parse(lockText);
  const present = JSON.parse(hidden);
  if (holds(wanted, present, () => true)) {
    writeStamp();
    return true;
  }
  // `npm ci --omit=dev`: whole for production, and no stamp says that it is whole for tests.
  return !NEEDS_DEV && holds(wanted, present, (entry) => !entry.dev && !entry.devOptional);
};

/** A developer who ran npm install by hand has the right folder without our stamp. */
const holds = (wanted, present, isNeeded) =>
  Object.entries(wanted.packages || {})
    .filter(([place, entry]) => place !== '' && !entry.link && place.includes('node_modules/') && isNeeded(entry))
    .every(([place, entry]) => {
      const there = present.packages && present.packages[place];
      return there ? there.version === entry.version : Boolean(entry.optional || entry.devOptional || entry.peer);
    });

const writeStamp = () => {
  const lockText = readText(LOCKFILE);
  if (lockText !== undefined) fs.writeFileSync(STAMP, stampOf(lockText));
};

/**
 * npm puts node_modules/.bin first on the PATH of its scripts, so the npm package `node` serves who has an older one.
 */
const hasNewNode = () =>
  Number(process.versions.node.split('.')[0]) >= NEEDED_NODE ||
  fs.existsSync(path.join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'));

const install = async (major) => {
  const startedAtMs = Date.now();
  const command = fs.existsSync(LOCKFILE) ? 'ci' : 'install';
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  say(`Installing dependencies (npm ${command}), this happens once …`);
  const status = await run([...npmCommand(), command, ...options], 'still installing');
  if (status !== 0)
    give(`npm ${command} failed: the lines above say why. Run the same command again when that is put right.`);
  if (!hasNewNode()) {
    give(
      `Tollgate runs on Node.js ${NEEDED_NODE}, this is ${major}, and the npm package with it did not install: ` +
        `allow install scripts (\`npm rebuild node\`) or install Node.js ${NEEDED_NODE}.`,
    );
  }
  writeStamp();
  say(`Installed in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s.`);
};

const npmCommand = () => {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm && /npm-cli\.[cm]?js$/.test(fromNpm) && fs.existsSync(fromNpm)) return [process.execPath, fromNpm];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const answer = spawnSync(npm, ['--version'], { shell: process.platform === 'win32', timeout: 30_000 });
  if (answer.status !== 0) give('npm was not found: install Node.js with npm (https://nodejs.org), then try again.');
  return [npm];
};

const run = ([program, ...args], stillSaying, env = {}) =>
  new Promise((resolve) => {
    const startedAtMs = Date.now();
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      shell: program.endsWith('.cmd'),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const heartbeat = setInterval(() => {
      say(`… ${stillSaying} (${Math.round((Date.now() - startedAtMs) / 1000)} s)`);
    }, HEARTBEAT_MS);
    const limit = setTimeout(() => child.kill('SIGKILL'), INSTALL_TIMEOUT_MS);
    const end = (status) => {
      clearInterval(heartbeat);
      clearTimeout(limit);
      resolve(status);
    };
    child.once('error', () => end(-1));
    child.once('exit', (status) => end(status === null ? -1 : status));
  });

const ensureBrowser = async () => {
  const found = findChromium();
  if ('path' in found) return;
  const isRoot = process.getuid !== undefined && process.getuid() === 0;
  const hasApt = process.platform === 'linux' && fs.existsSync('/usr/bin/apt-get');
  const byHand = 'install Chromium or Chrome, or set TOLLGATE_CHROMIUM to the path of one';
  if (process.env.TOLLGATE_CHROMIUM || !isRoot || !hasApt) {
    const withApt = hasApt && !isRoot ? ' (`sudo apt-get install chromium fonts-noto-core`)' : '';
    give(`${found.problem} Please ${byHand}${withApt}.`);
  }

  say('Installing Chromium for the browser tests (apt-get), this happens once …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['/usr/bin/apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  // The fonts are for the page in Greek, Arabic and the others: without them a screenshot shows empty boxes.
  const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-core'];
  const updated = await run([...apt, 'update'], 'still reading package lists', env);
  const installing = [...apt, 'install', '-y', '--no-install-recommends', ...packages];
  const installed = updated === 0 ? await run(installing, 'still installing Chromium', env) : updated;
  if (installed !== 0 || !('path' in findChromium())) {
    give(`apt-get could not install Chromium (see above). Please ${byHand}.`);
  }
};

const hasPgBouncer = () =>
  ['/usr/sbin/pgbouncer', process.env.TOLLGATE_PGBOUNCER || 'pgbouncer'].some(
    (program) => spawnSync(program, ['--version'], { timeout: 10_000 }).status === 0,
  );

const mayUseApt = () =>
  process.platform === 'linux' &&
  process.getuid !== undefined &&
  process.getuid() === 0 &&
  fs.existsSync('/usr/bin/apt-get');

/**
 * A few tests put it before the database. Where it can't be had those fail with a sentence, and the others still run.
 */
const ensurePgBouncer = async () => {
  if (hasPgBouncer() || !mayUseApt()) return;
  say('Installing PgBouncer for the tests of databases behind a pooler (apt-get), this happens once …');
  const apt = ['/usr/bin/apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const updated = await run([...apt, 'update'], 'still reading package lists', env);
  if (updated === 0)
    await run([...apt, 'install', '-y', '--no-install-recommends', 'pgbouncer'], 'still installing PgBouncer', env);
};

/** npm ci empties node_modules, so two at once would spoil each other: the second waits and then finds all done. */
const takeLock = async () => {
  const user = process.getuid ? process.getuid() : 'user';
  const name = crypto.createHash('sha256').update(ROOT).digest('hex').slice(0, 16);
  const folder = path.join(os.tmpdir(), `tollgate-install-${user}-${name}.lock`);
  const giveUpAtMs = Date.now() + LOCK_TIMEOUT_MS;
  let hasSaid = false;
  while (Date.now() < giveUpAtMs) {
    try {
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'pid'), String(process.pid));
      return () => fs.rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(folder)) fs.rmSync(folder, { recursive: true, force: true });
    if (!hasSaid) say('Another npm command is installing here; waiting for it …');
    hasSaid = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return give(
    `Waited ${LOCK_TIMEOUT_MS / 60_000} minutes for another installation: remove ${folder} if there is none.`,
  );
};

/** Between making the folder and writing the file a moment passes, so a folder without a file is given a while. */
const isAbandoned = (folder) => {
  const pid = Number(readText(path.join(folder, 'pid')));
  try {
    if (!pid) return Date.now() - fs.statSync(folder).mtimeMs > 10_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
};

// To the error stream, so that `npm start -- --json` keeps its one line of output clean.
const say = (line) => process.stderr.write(`${line}\n`);

main().catch((error) => {
  say(error.isSentence ? error.message : error.stack);
  process.exitCode = 1;
});
