import type { BrowserFacts, Checkout, ContinueInput, MethodStep, PayInput, PayResult } from '../../flow/checkout.ts';
import type { Form } from './body.ts';
import { readRemovedCard } from './choice.ts';
import type { Subject } from './form-token.ts';
import { readPayment } from './read-payment.ts';
import type { CheckoutDeps, CheckoutSite, PaymentPage } from './site.ts';
import { STALE, whenNotOpen, type Submitted } from './submitted.ts';

/** A form, and who sent it: the page's script, or the browser itself. */
export type Submission = { readonly form: Form; readonly browser: BrowserFacts; readonly isFromScript: boolean };

type SubmitDeps = Pick<CheckoutDeps, 'checkout' | 'transit' | 'clock'> & { readonly site: CheckoutSite };

/**
 * The card in the form, or a saved one with the CVC in the form, pays the session: once for every form that we made.
 */
export const submitCard = async (deps: SubmitDeps, page: PaymentPage, submission: Submission): Promise<Submitted> => {
  const read = await readPayment(deps, page, submission);
  if (read.kind === 'refused') return read.submitted;
  const { input } = read;
  const methodStep = readMethodStep(deps, input, submission);
  const work = readWork(submission);
  const { browser } = submission;
  return submittedOf(deps, input, await deps.checkout.pay({ ...input, browser, methodStep, work }));
};

/** The same form once more, after its card's issuer has asked the customer. */
export const submitContinue = async (
  deps: SubmitDeps,
  page: PaymentPage,
  submission: Submission,
): Promise<Submitted> => {
  const read = await readPayment(deps, page, submission);
  return read.kind === 'refused'
    ? read.submitted
    : submittedOf(deps, read.input, await deps.checkout.continuePayment(read.input));
};

/** A step that we did not ask for, or so long ago that nobody remembers, was not taken. */
export const readMethodStep = (
  { site }: { readonly site: CheckoutSite },
  { attemptNumber, ...subject }: Subject & { readonly attemptNumber: number },
  { form, isFromScript }: Submission,
): MethodStep => {
  if (!isFromScript) return { kind: 'impossible' };
  const request = site.methodStates.read(form['methodState'], subject);
  if (request?.attemptNumber !== attemptNumber) return { kind: 'possible' };
  return {
    kind: 'done',
    threeDsServerTransId: request.threeDsServerTransId,
    isCompleted: form['methodDone'] === 'yes',
  };
};

/** What the browser found, if it was asked to work; a page without script never is. */
const readWork = ({ form, isFromScript }: Submission): PayInput['work'] => {
  if (!isFromScript) return 'impossible';
  const { workChallenge: challenge, workAnswer: answer } = form;
  return typeof challenge === 'string' && typeof answer === 'string' ? { challenge, answer } : 'possible';
};

const submittedOf = (
  { site }: SubmitDeps,
  { attemptNumber, merchantId, sessionId }: ContinueInput,
  result: PayResult,
): Submitted => {
  switch (result.kind) {
    case 'approved':
    case 'exhausted':
      return { kind: 'leave', url: result.returnUrl };
    case 'declined':
    case 'notSent':
    case 'challenge':
    case 'work':
    case 'unknownSession':
      return result;
    case 'methodStep':
      return { kind: 'methodStep', state: site.methodStates.issue({ merchantId, sessionId }, attemptNumber, result) };
    case 'processing':
      return { kind: 'show', why: 'wait' };
    case 'stale':
      return STALE;
    case 'over':
      return whenNotOpen(result.view);
  }
};

type PlainDeps = { readonly checkout: Checkout; readonly site: CheckoutSite };

/** The customer gives up. A payment in flight goes on, and the page follows it. */
export const submitCancel = async (
  deps: PlainDeps,
  { address }: PaymentPage,
  { form }: Submission,
): Promise<Submitted> => {
  if (deps.site.formTokens.read(form['formToken'], address) === undefined) return STALE;
  const view = await deps.checkout.giveUp(address);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.state === 'paying') return { kind: 'show', why: 'wait' };
  return view.state !== 'open' && view.returnUrl !== undefined
    ? { kind: 'leave', url: view.returnUrl }
    : { kind: 'show' };
};

/** The customer would rather not answer the issuer. A payment that went on meanwhile is followed. */
export const submitAbandon = async (
  deps: PlainDeps,
  { address }: PaymentPage,
  { form }: Submission,
): Promise<Submitted> => {
  if (deps.site.formTokens.read(form['formToken'], address) === undefined) return STALE;
  const view = await deps.checkout.abandonAuthentication(address);
  if (view === undefined) return { kind: 'unknownSession' };
  return view.state === 'open' ? { kind: 'abandoned', view } : whenNotOpen(view);
};

/** The customer takes a saved card away; one that is gone already is as good as removed. */
export const submitRemoval = async (
  deps: PlainDeps,
  { address }: PaymentPage,
  { form }: Submission,
): Promise<Submitted> => {
  const removed = readRemovedCard(form);
  if (removed === undefined || deps.site.formTokens.read(form['formToken'], address) === undefined) return STALE;
  const view = await deps.checkout.removeSavedCard(address, removed);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.state !== 'open') return whenNotOpen(view);
  const isGone = view.savedCards.every(({ paymentMethodId }) => paymentMethodId !== removed);
  return isGone ? { kind: 'show', why: 'cardRemoved' } : { kind: 'show' };
};
