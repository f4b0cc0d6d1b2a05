/**
 * EMV 3-D Secure messages as JSON, by EMVCo's field names (protocol and core functions specification, 2.1 and 2.2,
 * browser channel). Every value but the browser's flags is a string, as in the specification.
 */
export type Fields = Readonly<Record<string, unknown>>;

export const transStatuses = ['Y', 'A', 'N', 'R', 'U', 'C', 'D', 'I'] as const;
export type TransStatus = (typeof transStatuses)[number];
export const isTransStatus = (text: unknown): text is TransStatus => transStatuses.some((status) => status === text);

/** Protocol versions that this directory server and its ACS speak. */
export const supportedVersions = ['2.1.0', '2.2.0'] as const;

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The specification's table of error codes, as far as this side has reasons to use them. */
export const errorCodes = {
  '101': 'Message Received Invalid',
  '102': 'Message Version Number Not Supported',
  '201': 'Required Data Element Missing',
  '203': 'Format of one or more Data Elements is Invalid according to the Specification',
  '204': 'Duplicate Data Element',
  '301': 'Transaction ID Not Recognised',
  '304': 'ISO Code Invalid',
  '305': 'Transaction data not valid',
  '402': 'Transaction Timed Out',
  '403': 'Transient System Failure',
  '404': 'Permanent System Failure',
  '405': 'System Connection Failure',
} as const;
export type ErrorCode = keyof typeof errorCodes;
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text);

/** What is wrong with a message: code, and the fields by name (or a sentence where no field is to blame). */
export type Complaint = { readonly code: ErrorCode; readonly detail: string };

export type ErroContext = {
  /** D: directory server, A: ACS. */
  readonly component: 'D' | 'A';
  readonly about: 'PReq' | 'AReq' | 'CReq' | 'RReq';
  readonly received: Fields | undefined;
};

/** The error message of the protocol. Ids and version are those of the message it answers, where they can be read. */
export const erroOf = ({ code, detail }: Complaint, { component, about, received }: ErroContext): Fields => ({
  messageType: 'Erro',
  messageVersion: supportedVersions.find((version) => version === received?.['messageVersion']) ?? '2.2.0',
  ...idsIn(received),
  errorCode: code,
  errorComponent: component,
  errorDescription: errorCodes[code],
  errorDetail: detail,
  errorMessageType: about,
});

const idsIn = (received: Fields | undefined): Fields =>
  Object.fromEntries(
    ['threeDSServerTransID', 'acsTransID', 'dsTransID'].flatMap((name) => {
      const value = received?.[name];
      return typeof value === 'string' && UUID.test(value) ? [[name, value]] : [];
    }),
  );

export const parseFields = (text: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** Names that the message's own object has twice. `JSON.parse` keeps the last of them and says nothing. */
export const duplicatesIn = (text: string): readonly string[] => {
  const tokens = text.match(TOKEN) ?? [];
  const seen = new Set<string>();
  const twice = new Set<string>();
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && token !== ':' && tokens[index + 1] === ':') {
      const name = token.slice(1, -1);
      if (seen.has(name)) twice.add(name);
      seen.add(name);
    }
  }
  return [...twice];
};

/** Browser messages travel in form fields: base64url without padding. */
export const encodeMessage = (message: Fields): string => Buffer.from(JSON.stringify(message)).toString('base64url');

/** Undefined: not base64url, or no JSON object inside. */
export const decodeMessage = (text: string): { readonly fields: Fields; readonly json: string } | undefined => {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  const json = Buffer.from(text, 'base64url').toString('utf8');
  const fields = parseFields(json);
  return fields === undefined ? undefined : { fields, json };
};

export const textOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
