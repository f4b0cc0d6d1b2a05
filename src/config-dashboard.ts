import { ConfigError } from './config-error.ts';

/** Where people of merchants work, apart from the payment page: another port, and where money is real another host. */
export type DashboardSettings = {
  readonly dashboardPort: number;
  /** Where people reach it, without a slash at the end; https in live mode. */
  readonly dashboardUrl: string;
};

export const dashboardSettings = [
  {
    name: 'TOLLGATE_DASHBOARD_PORT',
    default: '8084',
    about: 'port of the Personal area, for processes with the role `dashboard`',
  },
  {
    name: 'TOLLGATE_DASHBOARD_URL',
    default: 'http://localhost:<TOLLGATE_DASHBOARD_PORT>',
    about: 'address under which people reach it: a host of its own, https in live mode',
  },
] as const;

type Name = (typeof dashboardSettings)[number]['name'];

export const readDashboard = (
  read: (name: Name) => string | undefined,
  {
    mode,
    publicUrl,
    isWanted,
  }: {
    readonly mode: 'sandbox' | 'live';
    readonly publicUrl: string;
    readonly isWanted: boolean;
  },
): DashboardSettings => {
  const port = read('TOLLGATE_DASHBOARD_PORT') ?? '8084';
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
    throw new ConfigError(`TOLLGATE_DASHBOARD_PORT is "${port}"; it must be a whole number from 1 to 65535.`);
  const given = read('TOLLGATE_DASHBOARD_URL');
  const url = (given ?? `http://localhost:${port}`).replace(/\/$/, '');
  const parsed = URL.parse(url);
  if (parsed === null || parsed.origin !== url || !['http:', 'https:'].includes(parsed.protocol))
    throw new ConfigError(`TOLLGATE_DASHBOARD_URL is "${url}"; it must be a host with http:// or https://, no path.`);
  if (isWanted && mode === 'live' && parsed.protocol !== 'https:')
    throw new ConfigError('TOLLGATE_DASHBOARD_URL must begin with https:// in live mode: people sign in there.');
  if (isWanted && parsed.origin === URL.parse(publicUrl)?.origin)
    throw new ConfigError('TOLLGATE_DASHBOARD_URL and TOLLGATE_URL are the same; cards are entered at the latter.');
  return { dashboardPort: Number(port), dashboardUrl: url };
};
