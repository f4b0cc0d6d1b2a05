import { exampleOf } from '../api/openapi/example.ts';
import type { Operation } from './openapi-model.ts';
import { requestSamples, sampleIds } from './sample-rows.ts';

/** Code that works when it is pasted, for one operation. */
export type OperationExamples = {
  readonly curl: string;
  /** Undefined when the SDK has no call for it. */
  readonly sdk: string | undefined;
};

/** Which call of the SDK does what; the path's id comes first, then the body or the query. */
export const sdkCalls: Readonly<Record<string, string>> = {
  createSession: 'sessions.create',
  retrieveSession: 'sessions.retrieve',
  listSessions: 'sessions.list',
  expireSession: 'sessions.expire',
  createPayment: 'payments.create',
  retrievePayment: 'payments.retrieve',
  listPayments: 'payments.list',
  capturePayment: 'payments.capture',
  incrementPayment: 'payments.increment',
  cancelPayment: 'payments.cancel',
  listPaymentAttempts: 'payments.attempts',
  createRefund: 'refunds.create',
  retrieveRefund: 'refunds.retrieve',
  listRefunds: 'refunds.list',
  retrievePaymentMethod: 'paymentMethods.retrieve',
  listPaymentMethods: 'paymentMethods.list',
  deletePaymentMethod: 'paymentMethods.delete',
  retrieveEvent: 'events.retrieve',
  listEvents: 'events.list',
  resendEvent: 'events.resend',
  createWebhookEndpoint: 'webhookEndpoints.create',
  retrieveWebhookEndpoint: 'webhookEndpoints.retrieve',
  listWebhookEndpoints: 'webhookEndpoints.list',
  changeWebhookEndpoint: 'webhookEndpoints.update',
  deleteWebhookEndpoint: 'webhookEndpoints.delete',
  rotateWebhookSecret: 'webhookEndpoints.rotateSecret',
  cancelWebhookSecretSwitch: 'webhookEndpoints.cancelSecretSwitch',
  rotateWebhookSigningKey: 'webhookEndpoints.rotateSigningKey',
  retrieveWebhookFaults: 'webhookEndpoints.faults.retrieve',
  setWebhookFaults: 'webhookEndpoints.faults.set',
  clearWebhookFaults: 'webhookEndpoints.faults.clear',
  testWebhookEndpoint: 'webhookEndpoints.test',
  listWebhookDeliveries: 'webhookEndpoints.deliveries',
  replayToWebhookEndpoint: 'webhookEndpoints.replay',
  listWebhookReplays: 'webhookEndpoints.replays',
  retrieveWebhookReplay: 'webhookEndpoints.retrieveReplay',
  cancelWebhookReplay: 'webhookEndpoints.cancelReplay',
  listDeliveries: 'deliveries.list',
  createApiKey: 'apiKeys.create',
  listApiKeys: 'apiKeys.list',
  deleteApiKey: 'apiKeys.delete',
  createAcquirerAccount: 'acquirerAccounts.create',
  listAcquirerAccounts: 'acquirerAccounts.list',
  retrieveAcquirerAccount: 'acquirerAccounts.retrieve',
  updateAcquirerAccount: 'acquirerAccounts.update',
  rotateAcquirerAccount: 'acquirerAccounts.rotate',
  testAcquirerAccount: 'acquirerAccounts.test',
  listAcquirerNotifications: 'acquirerAccounts.notifications',
  replayAcquirerNotifications: 'acquirerAccounts.replayNotifications',
  retrieveAcquirerRules: 'acquirerRules.retrieve',
  replaceAcquirerRules: 'acquirerRules.replace',
  explainAcquirerRoute: 'acquirerRules.explain',
  inviteMember: 'members.invite',
  retrieveMember: 'members.retrieve',
  listMembers: 'members.list',
  changeMember: 'members.update',
  endMemberSessions: 'members.endSessions',
  createMemberLink: 'members.passwordLink',
  removeMember: 'members.remove',
  listAuditLog: 'auditLog.list',
  listRequestLog: 'requestLog.list',
  retrieveRequest: 'requestLog.retrieve',
  exportList: 'exports.download',
  retrieveFigures: 'figures.retrieve',
  listFigurePayments: 'figures.payments',
  listFigureSessions: 'figures.sessions',
  retrieveSettings: 'settings.retrieve',
  updateSettings: 'settings.update',
  retrieveOverview: 'operator.overview',
  listAlerts: 'operator.alerts',
  retrieveHealth: 'operator.health',
  listJobs: 'operator.jobs',
  listProcesses: 'operator.processes',
  retrieveDatabase: 'operator.database',
  setLogLevel: 'operator.setLogLevel',
  clearLogLevel: 'operator.clearLogLevel',
  listMerchants: 'operator.merchants',
  createMerchant: 'operator.createMerchant',
  suspendMerchant: 'operator.suspendMerchant',
  resumeMerchant: 'operator.resumeMerchant',
  listStuckPayments: 'operator.stuckPayments',
  askAboutStuckPayment: 'operator.askAboutStuckPayment',
};

/** What an operation gives, where that is not what its path begins with. */
const resultNames: Readonly<Record<string, string>> = {
  resendEvent: 'resent',
  retrieveWebhookFaults: 'webhookEndpoints.faults.retrieve',
  setWebhookFaults: 'webhookEndpoints.faults.set',
  clearWebhookFaults: 'webhookEndpoints.faults.clear',
  testWebhookEndpoint: 'event',
  listWebhookDeliveries: 'delivery',
  replayToWebhookEndpoint: 'replay',
  listWebhookReplays: 'replay',
  retrieveWebhookReplay: 'replay',
  cancelWebhookReplay: 'replay',
  listDeliveries: 'delivery',
  inviteMember: 'invited',
  createMemberLink: 'made',
};

export const examplesOf = (operation: Operation, apiUrl: string): OperationExamples => {
  const body = requestBodyOf(operation);
  return { curl: curlOf(operation, apiUrl, body), sdk: sdkOf(operation, body) };
};

const curlOf = (operation: Operation, apiUrl: string, body: unknown): string => {
  const variable = idVariableOf(operation);
  const data = body === undefined ? '' : inShell(JSON.stringify(body, null, 2));
  const path = innerIdsOf(operation).reduce(
    (before, name) => before.replace(`{${name}Id}`, `$${name.toUpperCase()}_ID`),
    operation.path.replace('{id}', `$${variable}`),
  );
  const url = `${apiUrl}${path}${isList(operation) ? '?limit=3' : ''}`;
  const lines = [
    // Quoted, because of $ and ?.
    `curl ${operation.method === 'GET' ? '' : `-X ${operation.method} `}"${url}"`,
    '-H "X-Api-Key: $TOLLGATE_API_KEY"',
    ...(operation.method === 'POST' ? [`-H "Idempotency-Key: ${idempotencyKeyOf(operation)}"`] : []),
    ...(body === undefined ? [] : ['-H "Content-Type: application/json"', `-d '${data}'`]),
  ];
  const assignments = [
    ...(hasId(operation) ? [[variable, sampleIdOf(operation)]] : []),
    ...innerIdsOf(operation).map((name) => [`${name.toUpperCase()}_ID`, sampleIds[`${name}s`]]),
    ...(data.includes('$PAYMENT_ID') ? [['PAYMENT_ID', sampleIds['payments']]] : []),
  ].map(([name, id]) => `${name ?? ''}=${id ?? ''}  # put yours here\n`);
  return `${assignments.join('')}${lines.join(' \\\n  ')}`;
};

/** Inside single quotes; a payment's id leaves them for a moment, to be the reader's own. */
const inShell = (text: string): string =>
  text.replaceAll("'", "'\\''").replace(`"${sampleIds['payments'] ?? ''}"`, `"'$PAYMENT_ID'"`);

const sdkOf = (operation: Operation, body: unknown): string | undefined => {
  const call = sdkCalls[operation.id];
  if (call === undefined) return undefined;
  const inner = innerIdsOf(operation).map((name) => `${name}Id`);
  const id = hasId(operation) ? [camel(idVariableOf(operation)), ...inner] : [];
  const name = resultNames[operation.id] ?? singular(operation);
  if (isList(operation))
    return (
      `for await (const ${name} of tollgate.${call}(${[...id, '{ limit: 100 }'].join(', ')})) {\n  ` +
      `console.log(${name});\n}`
    );
  const given = [
    ...id,
    ...(body === undefined ? [] : [literal(body)]),
    ...(operation.method === 'POST' && body !== undefined
      ? [`{ idempotencyKey: '${idempotencyKeyOf(operation)}' }`]
      : []),
  ].join(', ');
  const result = operation.method === 'DELETE' ? '' : `const ${name} = `;
  return `${result}await tollgate.${call}(${given});`;
};

const isList = ({ method, path, parameters }: Operation): boolean =>
  method === 'GET' && !path.endsWith('}') && parameters.some(({ name }) => name === 'limit');

const hasId = ({ path }: Operation): boolean => path.includes('{id}');

/** Ids beside `{id}`: `replay` of `/webhook-endpoints/{id}/replays/{replayId}`. */
const innerIdsOf = ({ path }: Operation): readonly string[] =>
  [...path.matchAll(/\{(\w+)Id\}/g)].map(([, name = '']) => name);

/** `/webhook-endpoints/{id}/test` → `WEBHOOK_ENDPOINT_ID` */
const idVariableOf = (operation: Operation): string => `${resourceOf(operation).replaceAll('-', '_').toUpperCase()}_ID`;

const resourceOf = (operation: Operation): string => placeOf(operation).replace(/s$/, '');

/** The first part of the path; of what is for operators, the part after that. */
const placeOf = ({ path }: Operation): string => path.replace(/^\/operator(?=\/)/, '').split('/')[1] ?? '';

const singular = (operation: Operation): string => camel(resourceOf(operation));

const camel = (text: string): string =>
  text.toLowerCase().replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());

const sampleIdOf = (operation: Operation): string => sampleIds[placeOf(operation)] ?? `${resourceOf(operation)}_id`;

/** `create-session-1042`: one for each operation, because a key that came with another request is refused. */
const idempotencyKeyOf = ({ id }: Operation): string =>
  `${id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-1042`;

/** What the shortest useful request says: what must be there, and what `samples.ts` picks for this operation. */
const requestBodyOf = (operation: Operation): unknown => {
  if (operation.body === undefined) return undefined;
  const sample = requestSamples[operation.id];
  if (sample !== undefined) return sample;
  const { properties = {}, required = [] } = operation.body;
  const shown = Object.entries(properties).filter(([name]) => required.includes(name));
  return Object.fromEntries(shown.map(([name, schema]) => [name, exampleOf(schema)]));
};

/** JSON as a JavaScript programmer would write it. */
const literal = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .replaceAll(/^(\s*)"(\w+)":/gm, '$1$2:')
    .replaceAll(/"((?:[^"\\]|\\.)*)"/g, (_, text: string) => `'${text.replaceAll("'", "\\'")}'`);
