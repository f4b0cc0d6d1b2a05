import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CHECKS, runCheck, type Check } from './check/checks.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'tollgate-check-'));
after(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const makeTree = (name: string, files: Readonly<Record<string, string>>): string => {
  const root = join(scratch, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return root;
};

const checkNamed = (name: string): Check => {
  const check = CHECKS.find((one) => one.name === name);
  assert.ok(check);
  return check;
};

type Plant = readonly [rule: string, from: string, to: string];

/** A rule, and an import that breaks it. The imported module is made, too, unless it is a package or must not exist. */
const PLANTS: readonly Plant[] = [
  ['base-knows-nobody', 'src/base/p1.ts', 'src/card/t.ts'],
  ['card-knows-base', 'src/card/p2.ts', 'src/db/t.ts'],
  ['db-knows-base', 'src/db/p3.ts', 'src/merchants/t.ts'],
  ['contract-knows-card', 'src/contract/p4.ts', 'src/db/t.ts'],
  ['vault-knows-card-and-db', 'src/vault/p5.ts', 'src/merchants/t.ts'],
  ['audit-knows-db', 'src/audit/p28.ts', 'src/merchants/t.ts'],
  ['members-know-db', 'src/members/p34.ts', 'src/merchants/t.ts'],
  ['merchants-know-db', 'src/merchants/p6.ts', 'src/events/t.ts'],
  ['acquirers-know-vault', 'src/acquirers/p33.ts', 'src/flow/t.ts'],
  ['events-know-contract', 'src/events/p7.ts', 'src/webhooks/t.ts'],
  ['webhooks-know-events', 'src/webhooks/p8.ts', 'src/flow/t.ts'],
  ['flow-knows-contracts', 'src/flow/p9.ts', 'src/connectors/acquirer/sandbox/t.ts'],
  ['operator-knows-flow', 'src/operator/p37.ts', 'src/http/t.ts'],
  ['mail-knows-card', 'src/mail/p36.ts', 'src/db/t.ts'],
  ['reports-know-flow', 'src/reports/p35.ts', 'src/http/t.ts'],
  ['jobs-know-flow', 'src/jobs/p10.ts', 'src/http/t.ts'],
  ['http-knows-flow', 'src/http/p11.ts', 'src/jobs/t.ts'],
  ['http-kernel-knows-no-door', 'src/http/kernel/p31.ts', 'src/http/api/t.ts'],
  ['http-doors-are-apart', 'src/http/docs/p32.ts', 'src/http/checkout/t.ts'],
  ['contracts-know-card', 'src/connectors/acquirer/contract.ts', 'src/db/t.ts'],
  ['connectors-are-apart', 'src/connectors/acquirer/sandbox/p13.ts', 'src/connectors/acquirer/other/t.ts'],
  ['wiring-is-at-the-top', 'src/http/p14.ts', 'src/config.ts'],
  ['session-is-the-first-step', 'src/flow/session/p15.ts', 'src/flow/payment/t.ts'],
  ['payment-knows-session', 'src/flow/payment/p16.ts', 'src/flow/operation/t.ts'],
  ['authentication-knows-payment', 'src/flow/authentication/p17.ts', 'src/flow/operation/t.ts'],
  ['src-stands-alone', 'src/base/p18.ts', 'simulators/acquirer/t.ts'],
  ['simulators-stand-alone', 'simulators/acquirer/p19.ts', 'src/base/t.ts'],
  ['sdk-stands-alone', 'packages/sdk/src/p20.ts', 'src/base/t.ts'],
  ['cli-knows-admin', 'packages/cli/src/operator/p20.ts', 'src/flow/t.ts'],
  ['cli-stands-alone', 'packages/cli/src/developer/p29.ts', 'src/admin.ts'],
  ['cli-has-no-dependencies', 'packages/cli/src/developer/p30.ts', 'pg'],
  ['sdk-has-no-dependencies', 'packages/sdk/src/p21.ts', 'pg'],
  ['examples-use-the-sdk', 'examples/online-store/src/p22.ts', 'src/base/t.ts'],
  ['examples-use-the-sdk', 'examples/online-store/src/p23.ts', 'pg'],
  ['only-tests-import-tests', 'src/base/p24.ts', 'test/support/t.ts'],
  ['no-dev-dependencies', 'src/base/p25.ts', 'fast-check'],
  ['is-there', 'src/base/p26.ts', 'src/base/not-there.ts'],
];

/** Text of an import from one place of the tree to another; packages keep their name. */
const importOf = (from: string, to: string, count: number): string => {
  const isPackage = !to.endsWith('.ts');
  const up = '../'.repeat(from.split('/').length - 1);
  return `import { t as t${count} } from '${isPackage ? to : `${up}${to}`}';\nexport const p${count} = t${count};\n`;
};

const plantAll = (plants: readonly Plant[]): Readonly<Record<string, string>> => {
  const targets = plants.map(([, , to]) => to).filter((to) => to.endsWith('.ts') && !to.includes('not-there'));
  return {
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { pg: '*' },
      devDependencies: { 'fast-check': '*' },
    }),
    ...Object.fromEntries(targets.map((to) => [to, 'export const t = 1;\n'])),
    ...Object.fromEntries(plants.map(([, from, to], count) => [from, importOf(from, to, count)])),
  };
};

test('each import rule catches a planted violation', async () => {
  const root = makeTree('planted', {
    ...plantAll(PLANTS),
    'src/base/cycle-a.ts': `import { b } from './cycle-b.ts';\nexport const a = () => b;\n`,
    'src/base/cycle-b.ts': `import { a } from './cycle-a.ts';\nexport const b = () => a;\n`,
    'src/base/orphan.ts': 'export const alone = 1;\n',
  });
  const outcome = await runCheck(checkNamed('imports'), root);
  assert.equal(outcome.isOk, false);
  const found = outcome.output.split('\n');
  for (const [rule, from] of PLANTS) {
    assert.ok(
      found.some((line) => line.startsWith(`${rule}: ${from} `)),
      `${rule} did not catch ${from}\n${outcome.output}`,
    );
  }
  assert.ok(found.some((line) => line.startsWith('no-cycles: src/base/cycle-')));
  assert.ok(found.includes('no-orphans: src/base/orphan.ts → src/base/orphan.ts'));
});

test('no import rule is without a plant', () => {
  const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
    forbidden: readonly { name: string }[];
  };
  const planted = new Set([...PLANTS.map(([rule]) => rule), 'no-cycles', 'no-orphans']);
  assert.deepEqual(new Set(config.forbidden.map(({ name }) => name)), planted);
});

test('imports that the rules allow pass', async () => {
  const allowed: readonly Plant[] = [
    ['', 'src/http/a1.ts', 'src/flow/t.ts'],
    ['', 'src/jobs/a2.ts', 'src/webhooks/t.ts'],
    ['', 'src/flow/payment/a3.ts', 'src/flow/session/t.ts'],
    ['', 'src/flow/a4.ts', 'src/connectors/acquirer/contract.ts'],
    ['', 'src/connectors/acquirer/sandbox/a5.ts', 'src/connectors/acquirer/contract.ts'],
    ['', 'src/app.ts', 'src/connectors/acquirer/sandbox/t.ts'],
    ['', 'src/merchants/a7.ts', 'src/db/t.ts'],
    ['', 'src/db/a8.ts', 'pg'],
    ['', 'examples/online-store/src/a9.ts', 'packages/sdk/src/t.ts'],
    ['', 'packages/cli/src/a10.ts', 'packages/sdk/src/t.ts'],
    ['', 'packages/cli/src/operator/a11.ts', 'src/admin.ts'],
    ['', 'test/scenarios/a12.ts', 'src/flow/t.ts'],
  ];
  const outcome = await runCheck(checkNamed('imports'), makeTree('allowed', plantAll(allowed)));
  assert.equal(outcome.output, '');
  assert.ok(outcome.looked > allowed.length);
});

test('a check that looked at nothing has failed', async () => {
  const root = makeTree('empty', {
    'package.json': '{}',
    'src/readme.md': 'no code',
    'tsconfig.json': '{"include":["src"]}',
  });
  for (const name of ['types', 'lint', 'imports']) {
    const outcome = await runCheck(checkNamed(name), root);
    assert.equal(outcome.isOk, false, name);
    assert.equal(outcome.looked, 0, name);
    assert.match(outcome.output, /looked at 0 files/, name);
  }
});

test('the compiler and the linter catch what they are there for', async () => {
  const bad =
    'enum Color { red }\nexport default Color;\nexport const now = new Date();\nexport const secret = ' +
    `process.env['A'];\n`;
  const tsconfig = '{"compilerOptions":{"strict":true,"noEmit":true,"types":["node"]},"include":["src"]}';
  const root = makeTree('bad', {
    'package.json': '{"type":"module"}',
    'tsconfig.json': tsconfig,
    'src/flow/bad.ts': `${bad}export const wrong: number = 'text';\nexport const loose = (value: any) => value!;\n`,
  });
  // The configuration lints the folder it lies in, so it is copied there.
  writeFileSync(
    join(root, 'eslint.config.js'),
    `export { config as default } from '${join(ROOT, 'eslint.config.js')}';\n`,
  );
  const types = await runCheck(checkNamed('types'), root);
  assert.match(types.output, /TS2322/);
  const lint = checkNamed('lint');
  const here = {
    ...lint,
    command: lint.command.map((part) => part.replace(ROOT, part.endsWith('.config.js') ? `${root}/` : ROOT)),
  };
  const { output } = await runCheck(here, root);
  for (const rule of [
    'enums are not erasable',
    'restricted from being used as an exported name|no-restricted-exports',
    'base/clock',
    'src/config.ts',
    'no-explicit-any',
    'no-non-null-assertion',
  ]) {
    assert.match(output, new RegExp(rule), output);
  }
});
