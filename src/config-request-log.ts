import { ConfigError } from './config-error.ts';

export type RequestLogSettings = {
  /** For how many days requests of merchants are kept for them to read; 0: none is. */
  readonly requestLogDays: number;
};

export const requestLogSettings = [
  {
    name: 'TOLLGATE_REQUEST_LOG_DAYS',
    default: '30',
    about: 'for how many days merchants can read what they asked and were answered, without card data; 0: not kept',
  },
] as const;

export const readRequestLog = (
  read: (name: (typeof requestLogSettings)[number]['name']) => string | undefined,
): RequestLogSettings => {
  const days = read('TOLLGATE_REQUEST_LOG_DAYS') ?? '30';
  if (!/^\d{1,3}$/.test(days) || Number(days) > 365)
    throw new ConfigError(`TOLLGATE_REQUEST_LOG_DAYS is "${days}"; it must be a whole number from 0 to 365.`);
  return { requestLogDays: Number(days) };
};
