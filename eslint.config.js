import tseslint from 'typescript-eslint';

/*
 * The machine's part of the style guide (CONTRIBUTING.md). Where a rule of the strict set is changed, a comment says
 * why.
 */

const NODE_GLOBALS = [
  'process',
  'console',
  'Buffer',
  'URL',
  'setTimeout',
  'setInterval',
  'clearTimeout',
  'clearInterval',
];

const CHANCE = {
  name: 'node:crypto',
  importNames: [
    'randomBytes',
    'randomFill',
    'randomFillSync',
    'randomInt',
    'randomUUID',
    'getRandomValues',
    'webcrypto',
  ],
  message: 'Chance comes from base/random.ts, so that a seed can replay it.',
};
const DECIPHER = {
  name: 'node:crypto',
  importNames: ['createDecipheriv', 'privateDecrypt'],
  message: 'Only the vault decrypts.',
};
const WAITING = ['node:timers', 'node:timers/promises', 'timers', 'timers/promises'].map((name) => ({
  name,
  message: 'Time comes from base/clock.ts, so that a simulation can own it.',
}));
const TIME_GLOBALS = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Time comes from base/clock.ts, so that a simulation can own it.',
}));

const ENVIRONMENT = [{ object: 'process', property: 'env', message: 'Settings are parsed once, in src/config.ts.' }];
const TIME_AND_CHANCE = [
  { object: 'Date', property: 'now', message: 'Time comes from base/clock.ts.' },
  { object: 'performance', property: 'now', message: 'Time comes from base/clock.ts.' },
  { object: 'AbortSignal', property: 'timeout', message: 'Time comes from base/clock.ts.' },
  { object: 'Math', property: 'random', message: 'Chance comes from base/random.ts.' },
  { object: 'crypto', property: 'randomUUID', message: 'Chance comes from base/random.ts.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Chance comes from base/random.ts.' },
];

const SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'A union of literals, or a table: enums are not erasable.' },
  { selector: 'TSModuleDeclaration[kind="namespace"]', message: 'Modules, not namespaces.' },
  { selector: 'ThrowStatement > Literal', message: 'Never throw a string.' },
  { selector: 'ForInStatement', message: 'for … of Object.keys(): for … in walks prototypes, too.' },
];
const NOW = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time comes from base/clock.ts.' },
];

export const config = tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '.tollgate*/',
      'coverage/',
      'test/artifacts/',
      '**/dist/',
      'docs/',
      'src/http/checkout/client/',
      // Programs for browsers, some of them built.
      '**/assets/',
    ],
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/*.d.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-restricted-syntax': ['error', ...SYNTAX],
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true }],
      'max-params': ['error', { max: 4 }],
      'max-depth': ['error', { max: 3 }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        // node:test answers promises that nobody has to wait for.
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      // A number in a sentence reads well as it is; objects, undefined and the like still need a word.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => resolve()` says what it does; the rule is kept where a void value is passed on.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // `for (;;)` and `while (true)` have their exits inside.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // Types are read from the inside: `Db['query']` beats a name for everything.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Answering a promise without awaiting it is how thin functions stay thin.
      '@typescript-eslint/require-await': 'off',
      // Strings are spread where they are known to be digits or base58 letters.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A generic that only the caller fills (`query<Row>`) is how rows get their type at the door.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts', 'src/base/**'],
    rules: {
      'no-restricted-properties': ['error', ...ENVIRONMENT, ...TIME_AND_CHANCE],
      'no-restricted-syntax': ['error', ...SYNTAX, ...NOW],
      'no-restricted-globals': ['error', ...TIME_GLOBALS],
      'no-restricted-imports': ['error', { paths: [CHANCE, DECIPHER, ...WAITING] }],
      'no-console': 'error',
    },
  },
  // The place where settings are read, the place where time and chance are made, and the place that decrypts.
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': ['error', ...TIME_AND_CHANCE] } },
  {
    files: ['src/base/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-properties': ['error', ...ENVIRONMENT], 'no-console': 'error' },
  },
  {
    files: ['src/base/**/*.ts'],
    ignores: ['src/base/keys.ts', '**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [DECIPHER] }] },
  },
  {
    files: ['src/vault/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [CHANCE, ...WAITING] }] },
  },
  {
    files: ['**/*.test.ts', '**/*.fixture.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // A story is as long as it is.
      'max-lines': ['error', { max: 600 }],
      'max-lines-per-function': 'off',
      // What a server answered is looked at by assertions, not by types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // An assertion that the types already promise is still worth making at run time.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  // Generated, by a tool that prefers interfaces.
  {
    files: ['packages/sdk/src/api-types.ts'],
    rules: { '@typescript-eslint/consistent-type-definitions': 'off', 'max-lines': 'off' },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.base],
    languageOptions: {
      globals: Object.fromEntries(
        [...NODE_GLOBALS, 'require', 'module', '__dirname'].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 300 }],
    },
  },
);

// ESLint itself reads the default export.
export default config;
