import type { Config, SettingName } from './config.ts';
import { parseServers } from './db/database-url.ts';
import type { TrustedProxies } from './http/kernel/client-address.ts';

/**
 * Every setting as this process runs with it, for whoever runs the gateway. A setting without a row does not compile.
 * No secret is here, and no password that stands in an address.
 */
export const showSettings = (config: Config): Readonly<Record<SettingName, string>> => {
  const given = <T>(value: T | undefined, show: (value: T) => string = String): string =>
    value === undefined ? 'none' : show(value);
  const { trustedProxies: proxies, mail } = config;
  return {
    TOLLGATE_MODE: config.mode,
    TOLLGATE_PORT: String(config.port),
    TOLLGATE_STORE_PORT: String(config.storePort),
    TOLLGATE_ACQUIRER_PORT: String(config.acquirerPort),
    TOLLGATE_ACQUIRER_ISO8583_PORT: String(config.acquirerIso8583Port),
    TOLLGATE_THREEDS_PORT: String(config.threeDsPort),
    TOLLGATE_HOST: config.host,
    TOLLGATE_URL: config.publicUrl,
    TOLLGATE_ACQUIRER_URL: given(config.acquirerUrl),
    TOLLGATE_THREEDS_URL: given(config.threeDsUrl),
    TOLLGATE_DATA_DIR: config.dataDir,
    DATABASE_URL: given(config.databaseUrl, withoutLogin),
    TOLLGATE_DATABASE_CONNECTIONS: String(config.databaseConnections),
    TOLLGATE_DATABASE_STATEMENTS: config.databaseStatements,
    TOLLGATE_MASTER_KEY: SECRET,
    TOLLGATE_MASTER_KEY_FILE: READ_ONCE,
    TOLLGATE_VAULT_KEY: SECRET,
    TOLLGATE_VAULT_KEY_FILE: READ_ONCE,
    TOLLGATE_ROLES: config.roles.join(','),
    TOLLGATE_LOG_LEVEL: config.logLevel,
    TOLLGATE_TEST_CARD_FACTOR: String(config.testCardFactor),
    TOLLGATE_DASHBOARD_PORT: String(config.dashboardPort),
    TOLLGATE_DASHBOARD_URL: config.dashboardUrl,
    TOLLGATE_REQUEST_LOG_DAYS: String(config.requestLogDays),
    TOLLGATE_SMTP_URL: given(
      mail,
      ({ isTlsFirst, host, port }) => `${isTlsFirst ? 'smtps' : 'smtp'}://${host}:${port}`,
    ),
    TOLLGATE_MAIL_FROM: given(mail?.from),
    // An address of a chat room has its secret in the path.
    TOLLGATE_ALERT_WEBHOOK_URL: given(config.alertWebhook, ({ url }) => new URL(url).origin),
    TOLLGATE_ALERT_WEBHOOK_SECRET: given(config.alertWebhook, () => SECRET),
    TOLLGATE_ALERT_MAIL_TO: config.alertMailTo.length === 0 ? 'none' : config.alertMailTo.join(', '),
    TOLLGATE_RATE_LIMIT_PER_KEY: String(config.rateLimitPerKey),
    TOLLGATE_RATE_LIMIT_PER_IP: String(config.rateLimitPerIp),
    TOLLGATE_KILOBYTES_PER_MERCHANT: String(config.kilobytesPerMerchant),
    TOLLGATE_WORK_MS_PER_MERCHANT: String(config.workMsPerMerchant),
    TOLLGATE_CONNECTIONS_PER_IP: String(config.connectionsPerIp),
    TOLLGATE_METRICS_TOKEN: given(config.metricsToken, () => SECRET),
    TOLLGATE_TRUST_PROXY: given(proxies, showProxies),
    TOLLGATE_PROXY_HEADER: proxies === undefined || proxies.kind === 'none' ? 'none' : proxies.header,
  };
};

const SECRET = 'given, not shown';
const READ_ONCE = 'read when keys are opened';

const withoutLogin = (databaseUrl: string): string =>
  parseServers(databaseUrl)
    .map((server) => server.replace(/^(\w+:\/\/)[^@/?#]*@/, '$1').replace(/\?.*$/, ''))
    .join(' ');

const showProxies = (proxies: TrustedProxies): string => {
  switch (proxies.kind) {
    case 'none':
      return 'none';
    case 'count':
      return String(proxies.count);
    case 'networks':
      return proxies.networks.map(([address, bits]) => `${address.toString()}/${bits}`).join(', ');
  }
};
