import { Secret } from './base/secret.ts';
import { ConfigError } from './config-error.ts';

/** Who is told when something is wrong with the installation; empty: nobody, and the Personal area shows it. */
export type AlertSettings = {
  readonly alertWebhook: { readonly url: string; readonly secret: Secret } | undefined;
  readonly alertMailTo: readonly string[];
};

export const alertSettings = [
  {
    name: 'TOLLGATE_ALERT_WEBHOOK_URL',
    default: '(none)',
    about: 'where operators are told by webhook what is wrong, and when it is over; https in live mode',
  },
  {
    name: 'TOLLGATE_ALERT_WEBHOOK_SECRET',
    default: '(none)',
    about: 'what these webhooks are signed with: `whsec_` and the base64 of 24 to 64 bytes; needed with the address',
  },
  {
    name: 'TOLLGATE_ALERT_MAIL_TO',
    default: '(none)',
    about: 'who is told by e-mail: addresses, with commas between; needs `TOLLGATE_SMTP_URL`',
  },
] as const;

type Name = (typeof alertSettings)[number]['name'];

export const readAlerts = (
  read: (name: Name) => string | undefined,
  { mode, hasMail }: { readonly mode: 'sandbox' | 'live'; readonly hasMail: boolean },
): AlertSettings => {
  const alertMailTo = (read('TOLLGATE_ALERT_MAIL_TO') ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const wrong = alertMailTo.find((address) => !/^[^\s@<>"',;:]{1,64}@[^\s@<>"',;:]{1,255}$/.test(address));
  if (wrong !== undefined)
    throw new ConfigError(`TOLLGATE_ALERT_MAIL_TO has "${wrong}"; it must be addresses like ops@gateway.example.`);
  if (alertMailTo.length > 0 && !hasMail)
    throw new ConfigError('TOLLGATE_ALERT_MAIL_TO needs a server that sends mail: set TOLLGATE_SMTP_URL.');
  return { alertWebhook: readWebhook(read, mode), alertMailTo };
};

const readWebhook = (
  read: (name: Name) => string | undefined,
  mode: 'sandbox' | 'live',
): AlertSettings['alertWebhook'] => {
  const [url, secret] = [read('TOLLGATE_ALERT_WEBHOOK_URL'), read('TOLLGATE_ALERT_WEBHOOK_SECRET')];
  if (url === undefined && secret === undefined) return undefined;
  if (url === undefined || secret === undefined)
    throw new ConfigError(
      'TOLLGATE_ALERT_WEBHOOK_URL and TOLLGATE_ALERT_WEBHOOK_SECRET belong together: set both of them, or none.',
    );
  const parsed = URL.parse(url);
  const allowed = mode === 'live' ? ['https:'] : ['http:', 'https:'];
  // Not repeated: addresses of chat rooms are secrets.
  if (parsed === null || !allowed.includes(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    throw new ConfigError(
      'TOLLGATE_ALERT_WEBHOOK_URL must be an address without a user name that begins with ' +
        `${allowed.map((one) => `${one}//`).join(' or ')}.`,
    );
  const bytes = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret)?.[1];
  const length = bytes === undefined ? 0 : Buffer.from(bytes, 'base64').length;
  if (length < 24 || length > 64)
    throw new ConfigError(
      'TOLLGATE_ALERT_WEBHOOK_SECRET must be whsec_ and the base64 of 24 to 64 bytes ' +
        '(`echo "whsec_$(openssl rand -base64 32)"`).',
    );
  return { url, secret: new Secret(secret) };
};
