import { Secret } from './base/secret.ts';
import { ConfigError } from './config-error.ts';
import type { MailSettings } from './mail/mailer.ts';

export const mailSettings = [
  {
    name: 'TOLLGATE_SMTP_URL',
    default: '(none: no mail is sent)',
    about:
      'server that sends mail: `smtps://user:password@mail.example` (TLS from the start) or `smtp://…` (STARTTLS, ' +
      'without which nothing is sent)',
  },
  {
    name: 'TOLLGATE_MAIL_FROM',
    default: '(none)',
    about: 'who mail is from: `payments@shop.example`; needed with `TOLLGATE_SMTP_URL`',
  },
] as const;

type Name = (typeof mailSettings)[number]['name'];

/** Undefined: nobody set it up. The error of a wrong address does not show it: it has a password. */
export const readMail = (read: (name: Name) => string | undefined): MailSettings | undefined => {
  const [address, from] = [read('TOLLGATE_SMTP_URL'), read('TOLLGATE_MAIL_FROM')];
  if (address === undefined && from === undefined) return undefined;
  if (address === undefined || from === undefined)
    throw new ConfigError('TOLLGATE_SMTP_URL and TOLLGATE_MAIL_FROM belong together: set both of them, or none.');
  const url = URL.parse(address);
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '' || /[?#]/.test(address))
    throw new ConfigError('TOLLGATE_SMTP_URL must be an address that begins with smtps:// or smtp://.');
  if (!/^[^\s@<>"',;:]{1,64}@[^\s@<>"',;:]{1,255}$/.test(from))
    throw new ConfigError(`TOLLGATE_MAIL_FROM is "${from}"; it must be an address like payments@shop.example.`);
  const isTlsFirst = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    from,
    host,
    port: url.port === '' ? (isTlsFirst ? 465 : 587) : Number(url.port),
    isTlsFirst,
    mayBePlain: !isTlsFirst && ['127.0.0.1', '::1', 'localhost'].includes(host),
    ...(url.username !== '' && {
      login: { user: decodeURIComponent(url.username), password: new Secret(decodeURIComponent(url.password)) },
    }),
  };
};
