import type { BankAnswer, SubmitAnswer } from '../script-contract.ts';
import { openBankDialog, type BankDialog, type Challenged } from './bank-dialog.ts';
import { runMethod } from './method-frame.ts';
import { askStatus, sleep } from './status.ts';
import { findWorkAnswer } from './work.ts';

/** A form on its way to the server, with whatever the card's issuer wants of the customer in between. */
export type Exchange = {
  /** The address of the payment's page: `/continue` and `/abandon` lie below it. */
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  /** The issuer has finished, or the customer has left, and the server is asked what came of it. */
  readonly whenContinued: (isLeft: boolean) => void;
};

/** What is left to do once no issuer is asked any more; undefined: nobody answers, and only the server knows what happened. */
export type Settled = Exclude<SubmitAnswer, BankAnswer> | undefined;

/** The bank may take its time; a connection that says nothing for longer is lost. */
const SUBMIT_TIMEOUT_MS = 60_000;

export const post = async (
  address: string,
  body: Readonly<Record<string, string>>,
): Promise<SubmitAnswer | undefined> => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(SUBMIT_TIMEOUT_MS),
    });
    const answer = (await response.json()) as SubmitAnswer | null;
    return answer !== null && answer.kind in OURS ? answer : undefined;
  } catch {
    return undefined;
  }
};

/** Something else may answer in our place: a failure, a limit, a proxy, another release. Nobody waits for what that might mean. */
const OURS: Readonly<Record<SubmitAnswer['kind'], true>> = {
  leave: true,
  show: true,
  mistakes: true,
  tryAgain: true,
  methodStep: true,
  work: true,
  challenge: true,
};

/** Sends the form to `address`, and again when the issuer's method page has had its time. */
export const settle = async (exchange: Exchange, address: string): Promise<Settled> => {
  let { body } = exchange;
  let answer = await post(address, body);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (answer?.kind !== 'methodStep' && answer?.kind !== 'work') break;
    body = { ...body, ...(await takeStep(answer)) };
    answer = await post(address, body);
  }
  return settleAnswer(exchange, answer);
};

/** What the form brings with it when the step is done. */
const takeStep = async (
  step: Extract<BankAnswer, { readonly kind: 'methodStep' | 'work' }>,
): Promise<Readonly<Record<string, string>>> => {
  if (step.kind === 'work')
    return { workChallenge: step.challenge, workAnswer: await findWorkAnswer(step.challenge, step.bits) };
  return { methodState: step.state, methodDone: (await runMethod(step.frame)) ? 'yes' : 'no' };
};

/** Work and the issuer's look at the browser; a step that took too long may be asked for once more. */
const MOST_STEPS = 4;

const settleAnswer = async (exchange: Exchange, answer: SubmitAnswer | undefined): Promise<Settled> => {
  if (answer?.kind === 'challenge') return settleChallenge(exchange, answer);
  return answer?.kind === 'methodStep' || answer?.kind === 'work' ? undefined : answer;
};

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Shows the bank's page until the server says that the issuer is done, or the customer that they would rather not. */
export const settleChallenge = async (exchange: Exchange, challenged: Challenged): Promise<Settled> => {
  const { path, body } = exchange;
  const dialog = openBankDialog(challenged);
  const isLeft = await followBank(path, dialog);
  dialog.close();
  exchange.whenContinued(isLeft);
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    // Either may be said twice: the server has done it already then, and says how things stand.
    const answer = await post(`${path}/${isLeft ? 'abandon' : 'continue'}`, body);
    if (answer !== undefined) return settleAnswer(exchange, answer);
    await sleep(pauseMs);
  }
};

/** True: the customer has left. */
const followBank = async (path: string, dialog: BankDialog): Promise<boolean> => {
  const { left } = dialog;
  for (let pauseMs = PAUSE_MS; ;) {
    const status = await Promise.race([left, askStatus(path, true)]);
    if (status === 'left') return true;
    if (status !== undefined && status.authentication !== 'challenging') return false;
    // Nobody answers: the connection may be gone for a while, and the bank's page with it.
    pauseMs = status === undefined ? Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS) : PAUSE_MS;
    if ((await Promise.race([left, sleep(pauseMs)])) === 'left') return true;
  }
};
