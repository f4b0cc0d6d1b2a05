import { TollgateAuthenticationError, TollgateConnectionError, TollgateError } from '../sdk.ts';
import { EXIT, type Failure } from '../tool/command.ts';
import { NotSignedInError } from './profiles.ts';

/** What a developer reads: the gateway's sentence, every wrong field on a line, and the id that its logs carry. */
export const explain = (error: unknown): Failure => {
  if (error instanceof NotSignedInError) return failureOf(error.message, EXIT.notSignedIn, 'not_signed_in');
  if (error instanceof TollgateError) return explainAnswer(error);
  const sentence = error instanceof Error ? error.message : String(error);
  return failureOf(sentence, EXIT.failed, 'failed');
};

const failureOf = (message: string, exitCode: number, code: string): Failure => ({
  lines: [message],
  exitCode,
  json: { error: { code, message } },
});

const explainAnswer = (error: TollgateError): Failure => {
  const { code, status, requestId, errors } = error;
  const { sentence, fields } = takeApart(error);
  return {
    lines: [
      sentence,
      ...fields.map((field) => `  ${field}`),
      ...advice(error),
      ...(requestId === undefined ? [] : [`Request id: ${requestId}`]),
    ],
    exitCode: exitCodeOf(error),
    json: { error: { code, message: sentence, status, requestId, errors } },
  };
};

type Parts = { readonly sentence: string; readonly fields: readonly string[] };

/**
 * What is wrong with several fields stands in one long sentence of the gateway, or the SDK has put it in brackets
 * behind it; here each has a line of its own. One field alone stays in its sentence.
 */
const takeApart = ({ message, errors }: TollgateError): Parts => {
  const starts = errors.map((one) => message.indexOf(one.message));
  const first = Math.min(...starts);
  if (errors.length > 1 && first > 0 && starts.every((at) => at >= 0)) {
    const bracket = message.lastIndexOf(' (/', first);
    return { sentence: message.slice(0, bracket > 0 ? bracket : first).trim(), fields: errors.map(fieldOf) };
  }
  return { sentence: message, fields: [] };
};

/** The gateway's sentences name their field; where one does not, its pointer does. */
const fieldOf = ({ pointer, message }: TollgateError['errors'][number]): string => {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  return name === '' || message.includes(name) ? message : `${pointer}: ${message}`;
};

const exitCodeOf = (error: TollgateError): number => {
  if (error instanceof TollgateAuthenticationError) return EXIT.notSignedIn;
  return error instanceof TollgateConnectionError ? EXIT.notReached : EXIT.failed;
};

const advice = (error: TollgateError): readonly string[] => {
  if (error.status === 401) return ['Sign in again: `tollgate login`.'];
  if (error instanceof TollgateConnectionError)
    return ['Does the gateway run, and is its address right? `tollgate whoami` shows it.'];
  return [];
};
