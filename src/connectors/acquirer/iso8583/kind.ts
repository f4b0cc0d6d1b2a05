import type { AccountField, ConnectorKind } from '../kind.ts';
import { dialects, findDialect } from './dialects/index.ts';
import { createIso8583Connector } from './connector.ts';

const names = dialects.map(({ name }) => name);

/** What an operator says about an account at a bank's host. */
export const iso8583: ConnectorKind = {
  name: 'iso8583',
  about: 'A bank’s or processor’s host that speaks ISO 8583 over one long TCP or TLS line.',
  fields: [
    setting('host', 'Where the host listens: a name or an address.', /^[A-Za-z0-9.:-]{1,253}$/, 'a name or an address'),
    setting('port', 'Its port.', /^[1-9]\d{0,4}$/, 'a number from 1 to 65535'),
    optional('tls', 'Whether the line is TLS: yes (the default), or no inside a VPN.', /^(yes|no)$/, 'yes or no'),
    optional(
      'certificateAuthority',
      'The certificate (PEM) that the host’s must come from, where it is none of the system’s.',
      /^-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=-]{1,20000}-----END CERTIFICATE-----\s*$/,
      'one or more certificates in PEM',
    ),
    fixed(
      setting(
        'dialect',
        `How it speaks: ${names.join(', ')}.`,
        new RegExp(`^(${names.join('|')})$`),
        'one of the dialects',
      ),
    ),
    fixed(setting('terminalId', 'Field 41.', /^[\x21-\x7e]{1,8}$/, 'at most 8 letters')),
    fixed(setting('cardAcceptorId', 'Field 42.', /^[\x21-\x7e]{1,15}$/, 'at most 15 letters')),
    fixed(optional('acquirerId', 'Field 32, where the host wants it.', /^\d{1,11}$/, 'at most 11 digits')),
    optional('merchantCategory', 'Field 18, where the host wants it.', /^\d{4}$/, '4 digits'),
    optional(
      'tpdu',
      'The TPDU of our messages, where the dialect has one.',
      /^60[0-9A-Fa-f]{8}$/,
      '10 hex digits from 60',
    ),
    optional(
      'answerSeconds',
      'How long an answer is waited for, where the host names a shorter time than ours (25).',
      /^([1-9]|1\d|2[0-5])$/,
      'a number from 1 to 25',
    ),
    {
      ...optional(
        'macKey',
        'The key of the MAC, where the host asks for one.',
        /^(?:[0-9A-Fa-f]{32}|[0-9A-Fa-f]{64})$/,
        '32 hex digits, or 64 for AES-256',
      ),
      isSecret: true,
    },
  ],
  create: ({ values, secrets, olderSecrets, limits, onLateAnswer }) => {
    const dialect = findDialect(values['dialect'] ?? '');
    if (dialect === undefined) throw new Error('The account names no dialect that there is.');
    const macKeys = [secrets['macKey'], olderSecrets['macKey']].filter((key) => key !== undefined);
    return createIso8583Connector({
      address: {
        host: values['host'] ?? '',
        port: Number(values['port']),
        tls: values['tls'] === 'no' ? undefined : { ca: values['certificateAuthority'] },
      },
      dialect,
      identity: {
        terminalId: values['terminalId'] ?? '',
        cardAcceptorId: values['cardAcceptorId'] ?? '',
        acquirerId: values['acquirerId'],
        merchantCategory: values['merchantCategory'],
      },
      tpdu: values['tpdu'] ?? '6000000000',
      macKeys,
      ...limits,
      ...(values['answerSeconds'] !== undefined && { answerTimeoutMs: Number(values['answerSeconds']) * 1_000 }),
      onLateAnswer,
    });
  },
};

function setting(name: string, about: string, pattern: RegExp, expected: string) {
  return { name, about, isSecret: false, isRequired: true, pattern, expected };
}

function optional(name: string, about: string, pattern: RegExp, expected: string) {
  return { ...setting(name, about, pattern, expected), isRequired: false };
}

/** Of what earlier messages said; a host that moves keeps it, so its address may change. */
function fixed(field: AccountField): AccountField {
  return { ...field, isFixed: true };
}
