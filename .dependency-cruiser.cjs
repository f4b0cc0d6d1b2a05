'use strict';

/*
 * Who may import whom (ARCHITECTURE.md). `http`, `jobs` → `flow`, `webhooks` → `events`, `vault`, `merchants`,
 * connector contracts → `card`, `db`, `contract` → `base`. `scripts/check.test.ts` plants a violation of every rule
 * below and fails when one of them is not caught, so a new rule needs a new plant; `scripts/check/import-rules.test.ts`
 * fails when a rule names a file or folder that is not there.
 */

const TEST = '\\.(test|fixture)\\.ts$';
const WIRING = '^src/((main|app|config)\\.ts|admin(\\.ts|/))';
const CONTRACTS = '^src/connectors/[^/]+/(contract|kind)\\.ts$';

/** Modules of `from` may reach nothing of ours in `src/` but `to`. Tests beside the code obey, too. */
const onlyKnows = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: to },
});

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    onlyKnows('base-knows-nobody', 'The bottom.', '^src/base/', ['^src/base/']),
    onlyKnows('card-knows-base', 'Pure rules of cards.', '^src/card/', ['^src/(base|card)/']),
    onlyKnows('db-knows-base', 'Storage knows nothing of what is stored.', '^src/db/', ['^src/(base|db)/']),
    onlyKnows('contract-knows-card', 'The shapes of API V2, for whoever shows them.', '^src/contract/', [
      '^src/(base|card|contract)/',
    ]),
    onlyKnows(
      'vault-knows-card-and-db',
      'The boundary of PCI DSS stays small enough to become a process.',
      '^src/vault/',
      ['^src/(base|card|db|vault)/'],
    ),
    onlyKnows('audit-knows-db', 'Who did what, whatever it was.', '^src/audit/', ['^src/(base|db|audit)/']),
    onlyKnows('merchants-know-db', 'Accounts and keys.', '^src/merchants/', [
      '^src/(base|db|contract|audit|merchants)/',
    ]),
    onlyKnows('acquirers-know-vault', 'Where payments go, account by account.', '^src/acquirers/', [
      '^src/(base|card|db|audit|vault|acquirers)/',
      CONTRACTS,
    ]),
    onlyKnows('members-know-db', 'People, what they may do, and their sessions.', '^src/members/', [
      '^src/(base|db|audit|members)/',
    ]),
    onlyKnows('events-know-contract', 'The catalog and the outbox.', '^src/events/', [
      '^src/(base|db|contract|events)/',
    ]),
    onlyKnows('webhooks-know-events', 'How merchants hear, never what happens.', '^src/webhooks/', [
      '^src/(base|card|db|contract|audit|events|merchants|vault|webhooks)/',
    ]),
    onlyKnows(
      'flow-knows-contracts',
      'What happens; it tells through events and asks through contracts.',
      '^src/flow/',
      ['^src/(base|card|db|contract|audit|events|merchants|vault|acquirers|flow)/', CONTRACTS],
    ),
    onlyKnows('reports-know-flow', 'What is read of all that happened: exports and figures.', '^src/reports/', [
      '^src/(base|card|db|contract|audit|events|merchants|webhooks|flow|reports)/',
    ]),
    onlyKnows('operator-knows-flow', 'How the whole installation does, for whoever runs it.', '^src/operator/', [
      '^src/(base|card|db|contract|audit|events|merchants|members|acquirers|webhooks|flow|mail|operator)/',
      CONTRACTS,
    ]),
    onlyKnows('mail-knows-card', 'How a mail leaves, whatever it says.', '^src/mail/', ['^src/(base|card|mail)/']),
    onlyKnows('jobs-know-flow', 'The clock is a door like any other.', '^src/jobs/', [
      '^src/(base|card|db|contract|audit|events|merchants|vault|acquirers|webhooks|flow)/',
      '^src/(mail|reports|operator|jobs)/',
      CONTRACTS,
    ]),
    onlyKnows('http-knows-flow', 'Doors are thin, and know what happens.', '^src/http/', [
      '^src/(base|card|db|contract|audit|events|merchants|vault|acquirers|webhooks|members|flow)/',
      '^src/(reports|operator|http)/',
      CONTRACTS,
    ]),
    forbid(
      'http-kernel-knows-no-door',
      'What every door stands on: the server, its limits, problems and validation.',
      { path: '^src/http/kernel/', pathNot: TEST },
      { path: '^src/http/', pathNot: '^src/http/kernel/' },
    ),
    forbid(
      'http-doors-are-apart',
      'A door knows the kernel. The documentation shows the API; who comes back from a bank comes back to the page.',
      { path: '^src/http/(api|checkout|docs|callbacks|dashboard)/', pathNot: TEST },
      {
        path: '^src/http/(api|checkout|docs|callbacks|dashboard)/',
        pathNot: [
          '^src/http/$1/',
          '^src/http/api/openapi/',
          '^src/http/checkout/(return-page\\.ts|visitor\\.ts|catalogs/)',
        ],
      },
    ),
    onlyKnows('contracts-know-card', 'What we ask of an acquirer, without an acquirer.', CONTRACTS, [
      '^src/(base|card)/',
      CONTRACTS,
    ]),
    forbid(
      'connectors-are-apart',
      'A connector sees its contract, base and card; so it can be written by somebody who knows nothing else.',
      { path: '^src/connectors/([^/]+)/([^/]+)/' },
      {
        path: '^src/',
        pathNot: ['^src/(base|card)/', '^src/connectors/$1/(contract|kind)\\.ts$', '^src/connectors/$1/$2/'],
      },
    ),
    forbid(
      'wiring-is-at-the-top',
      'Everything reaches a module as an argument.',
      // `admin/` is the other half of `admin.ts`.
      { path: '^src/[^/]+/', pathNot: '^src/admin/' },
      { path: WIRING },
    ),

    forbid(
      'session-is-the-first-step',
      'A step knows earlier steps only: session ← payment ← authentication, and payment ← operation.',
      { path: '^src/flow/session/' },
      { path: '^src/flow/(payment|payment-method|authentication|operation)/' },
    ),
    forbid(
      'payment-knows-session',
      'A step knows earlier steps only.',
      { path: '^src/flow/payment/' },
      { path: '^src/flow/(authentication|operation)/' },
    ),
    forbid(
      'authentication-knows-payment',
      'A step knows earlier steps only.',
      { path: '^src/flow/authentication/' },
      { path: '^src/flow/operation/' },
    ),

    forbid(
      'src-stands-alone',
      'The gateway does not know its simulators, its store, its clients or its tools.',
      { path: '^src/', pathNot: TEST },
      { path: '^(simulators|examples|packages|scripts|bench)/' },
    ),
    forbid(
      'simulators-stand-alone',
      'A simulator that shared our code would share our mistakes.',
      { path: '^simulators/' },
      { path: '^(src|examples|packages|scripts|bench)/' },
    ),
    forbid(
      'sdk-stands-alone',
      'What is published cannot reach what is not.',
      { path: '^packages/sdk/', pathNot: TEST },
      { path: '^(src|simulators|examples|scripts|bench)/' },
    ),
    forbid(
      'cli-knows-admin',
      'The operator at the command line uses what `admin.ts` offers, and finds the database that it works on.',
      { path: '^packages/cli/src/operator/', pathNot: TEST },
      {
        path: '^(src|simulators|examples|scripts|bench)/',
        pathNot: '^(src/(admin|config|version)|scripts/embedded-postgres/[^/]+)\\.ts$',
      },
    ),
    forbid(
      'cli-stands-alone',
      "What a shop's developer installs knows the SDK, and nothing of the gateway or of its operator.",
      { path: '^packages/cli/src/', pathNot: [TEST, '^packages/cli/src/(operator/|main\\.ts$)'] },
      { path: '^(src|simulators|examples|scripts|bench|packages/cli/src/operator)/' },
    ),
    forbid(
      'cli-has-no-dependencies',
      'It is installed by one download, and begins at once.',
      { path: '^packages/cli/src/', pathNot: [TEST, '^packages/cli/src/operator/', '^packages/cli/src/main\\.ts$'] },
      { dependencyTypesNot: ['core', 'local', 'type-only'] },
    ),
    forbid(
      'sdk-has-no-dependencies',
      'A shop that installs the SDK installs nothing else.',
      { path: '^packages/sdk/src/', pathNot: TEST },
      { dependencyTypesNot: ['core', 'local', 'type-only'] },
    ),
    forbid(
      'examples-use-the-sdk',
      'The example is what a shop can do: the SDK and what Node brings.',
      { path: '^examples/([^/]+)/', pathNot: TEST },
      { pathNot: ['^examples/$1/', '^packages/sdk/'], dependencyTypesNot: ['core'] },
    ),
    forbid(
      'only-tests-import-tests',
      'Code that runs in production does not need what only tests have; what writes files for people, and judges, may.',
      { pathNot: ['^test/', TEST, '^bench/', '^scripts/(explain|generate|interop)/'] },
      { path: ['^test/', TEST] },
    ),
    forbid(
      'no-dev-dependencies',
      'An installation without the development dependencies has to run.',
      { path: '^src/', pathNot: TEST },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    ),
    forbid('is-there', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    forbid(
      'no-cycles',
      'Two modules that need one another are one. Types alone may: they are gone when the program runs.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'no-orphans',
      'A file that nobody uses and that uses nobody.',
      {
        orphan: true,
        pathNot: [
          '\\.d\\.c?ts$',
          '/main\\.ts$',
          // What `npx @tollgate/cli` runs.
          '^packages/cli/src/tollgate\\.ts$',
          '/assets/',
          '^scripts/[^/]+\\.(ts|cjs)$',
          '^scripts/start/follow-parent\\.ts$',
          // Chosen by conditions in package.json, for runtimes that have no node:crypto.
          '^packages/sdk/src/crypto-web\\.ts$',
        ],
      },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its own world: it runs in the customer's browser and is built by itself. And what was built of the SDK.
    exclude: { path: '^(src/http/checkout/client|packages/(sdk|cli)/dist)/' },
    // Types are imports, too: a module that needs another's types knows it.
    tsPreCompilationDeps: true,
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:test/reporters', 'node:sea'] },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
