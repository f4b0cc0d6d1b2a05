import type { Step } from './steps.ts';

/** A generator that others wrote: what it makes of our document has to compile and to pay. */
export type Judge = {
  readonly name: string;
  readonly version: string;
  readonly makes: string;
  /** Programs that have to be on this machine. */
  readonly wants: readonly string[];
  /** The program that pays through the generated client: a file of `clients/`, and where it goes. */
  readonly client: readonly [from: string, to: string];
  /** Further files of the judge's folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Installs, generates, compiles; in the judge's own folder, beside `../openapi.json` and `../bin`. */
  readonly prepare: readonly Step[];
  readonly pay: Step;
};

const sh = (script: string): Step => ({ command: ['sh', '-ec', script] });

const OPENAPI_GENERATOR = '7.10.0';
const OAPI_CODEGEN = 'v2.8.2';
const OGEN = 'v1.24.0';
const OPENAPI_PYTHON_CLIENT = '0.29.1';
const HEY_API = '0.95.0';
const ORVAL = '7.13.2';
const TYPESCRIPT = '5.9.3';

/** Without it Go and Java forbid new fields even where the document allows them, which is not what OpenAPI says. */
const OPEN_ANSWERS = 'disallowAdditionalPropertiesIfNotPresent=false';

const fetchJar = sh(`test -e ../bin/openapi-generator.jar || mvn -q -B dependency:copy \\
  -Dartifact=org.openapitools:openapi-generator-cli:${OPENAPI_GENERATOR} -DoutputDirectory=../bin -Dmdep.stripVersion=true
test -e ../bin/openapi-generator.jar || mv ../bin/openapi-generator-cli.jar ../bin/openapi-generator.jar`);

const byOpenApiGenerator = (language: string, output: string, options = ''): Step =>
  sh(
    `java -jar ../bin/openapi-generator.jar generate -i ../openapi.json -g ${language} -o ${output} ${options} > ` +
      'generate.log',
  );

const PYTHON = sh('python3 -m venv venv');
const GO_MODULE = 'module interop\n\ngo 1.24\n';
const buildGo = sh('go mod tidy && go build -o pay .');
const TSC = sh(
  './node_modules/.bin/tsc --outDir out --strict --target es2022 --lib es2022,dom --module commonjs --types node ' +
    '--skipLibCheck pay.ts',
);
const npmInstall = (packages: string): Step =>
  sh(
    `npm init -y > npm.log && npm install --no-audit --no-fund typescript@${TYPESCRIPT} @types/node@24 ` +
      `${packages} >> npm.log 2>&1`,
  );

export const judges: readonly Judge[] = [
  {
    name: 'openapi-generator, Python',
    version: OPENAPI_GENERATOR,
    makes: 'pydantic models and urllib3',
    wants: ['java', 'mvn', 'python3'],
    client: ['openapi-generator.py.txt', 'pay.py'],
    prepare: [fetchJar, byOpenApiGenerator('python', 'client'), PYTHON, sh('venv/bin/pip install -q ./client')],
    pay: { command: ['venv/bin/python', 'pay.py'] },
  },
  {
    name: 'openapi-generator, TypeScript',
    version: OPENAPI_GENERATOR,
    makes: 'typescript-fetch',
    wants: ['java', 'mvn', 'npm'],
    client: ['typescript-fetch.ts.txt', 'pay.ts'],
    prepare: [fetchJar, byOpenApiGenerator('typescript-fetch', 'client'), npmInstall(''), TSC],
    pay: { command: ['node', 'out/pay.js'] },
  },
  {
    name: 'openapi-generator, Go',
    version: OPENAPI_GENERATOR,
    makes: 'net/http',
    wants: ['java', 'mvn', 'go'],
    client: ['openapi-generator.go.txt', 'main.go'],
    files: { 'go.mod': GO_MODULE },
    prepare: [
      fetchJar,
      byOpenApiGenerator(
        'go',
        'client',
        `--additional-properties=packageName=tollgate,withGoMod=false,${OPEN_ANSWERS}`,
      ),
      // Its own tests import the package by an address that is made up.
      sh('rm -rf client/test'),
      buildGo,
    ],
    pay: { command: ['./pay'] },
  },
  {
    name: 'openapi-generator, Java',
    version: OPENAPI_GENERATOR,
    makes: 'OkHttp and Gson',
    wants: ['java', 'mvn'],
    client: ['openapi-generator.java.txt', 'client/src/main/java/Pay.java'],
    prepare: [
      fetchJar,
      byOpenApiGenerator('java', 'client', `--additional-properties=${OPEN_ANSWERS}`),
      sh(`cd client && mvn -q -B -DskipTests -Dmdep.outputFile=classpath.txt compile dependency:build-classpath`),
    ],
    pay: sh('java -cp "client/target/classes:$(cat client/classpath.txt)" Pay'),
  },
  {
    name: 'oapi-codegen',
    version: OAPI_CODEGEN,
    makes: 'Go, net/http (with `skip-prune`, for the types of webhooks)',
    wants: ['go'],
    client: ['oapi-codegen.go.txt', 'main.go'],
    files: { 'go.mod': GO_MODULE },
    prepare: [
      sh(`GOBIN="$PWD/../bin" go install github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@${OAPI_CODEGEN}`),
      sh(
        'mkdir -p client && ../bin/oapi-codegen -generate types,client,skip-prune -package tollgate -o ' +
          'client/client.go ../openapi.json',
      ),
      buildGo,
    ],
    pay: { command: ['./pay'] },
  },
  {
    name: 'ogen',
    version: OGEN,
    makes: 'Go, with validation',
    wants: ['go'],
    client: ['ogen.go.txt', 'main.go'],
    files: { 'go.mod': GO_MODULE },
    prepare: [
      sh(`GOBIN="$PWD/../bin" go install github.com/ogen-go/ogen/cmd/ogen@${OGEN}`),
      sh('../bin/ogen --target client --package tollgate --clean ../openapi.json'),
      buildGo,
    ],
    pay: { command: ['./pay'] },
  },
  {
    name: 'openapi-python-client',
    version: OPENAPI_PYTHON_CLIENT,
    makes: 'attrs and httpx',
    wants: ['python3'],
    client: ['openapi-python-client.py.txt', 'pay.py'],
    files: { 'config.yml': 'project_name_override: tollgate-client\npackage_name_override: tollgate_client\n' },
    prepare: [
      PYTHON,
      sh(`venv/bin/pip install -q openapi-python-client==${OPENAPI_PYTHON_CLIENT}`),
      sh(
        'PATH="$PWD/venv/bin:$PATH" openapi-python-client generate --path ../openapi.json --config config.yml ' +
          '--output-path client --fail-on-warning',
      ),
    ],
    // Its own dependencies are those of the clients that it makes.
    pay: sh('PYTHONPATH=client venv/bin/python pay.py'),
  },
  {
    name: 'hey-api',
    version: HEY_API,
    makes: 'TypeScript, fetch',
    wants: ['npm'],
    client: ['hey-api.ts.txt', 'pay.ts'],
    prepare: [
      npmInstall(`@hey-api/openapi-ts@${HEY_API}`),
      sh('./node_modules/.bin/openapi-ts -i ../openapi.json -o client -c @hey-api/client-fetch'),
      TSC,
    ],
    pay: { command: ['node', 'out/pay.js'] },
  },
  {
    name: 'orval',
    version: ORVAL,
    makes: 'TypeScript, fetch',
    wants: ['npm'],
    client: ['orval.ts.txt', 'pay.ts'],
    files: {
      'orval.config.cjs':
        "module.exports = { tollgate: { input: '../openapi.json', output: { target: 'client/tollgate.ts', client: " +
        "'fetch', baseUrl: process.env.TOLLGATE_API } } };\n",
    },
    prepare: [npmInstall(`orval@${ORVAL}`), sh('./node_modules/.bin/orval --config orval.config.cjs'), TSC],
    pay: { command: ['node', 'out/pay.js'] },
  },
];
