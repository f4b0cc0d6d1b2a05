import type {
  BrowserFacts,
  Checkout,
  ContinueInput,
  MethodStep,
  PayInput,
  PayResult,
} from '../../flow/page/checkout.ts';
import type { Form } from './body.ts';
import { readRemovedCard, REMOVAL_CVC_FIELD } from './choice.ts';
import type { Subject } from './form-token.ts';
import { readCvc } from '../../vault/card-fields.ts';
import { openFields, readPayment } from './read-payment.ts';
import type { CheckoutDeps, CheckoutSite, PaymentPage } from './site.ts';
import { isUnderWay, STALE, whenNotOpen, type Submitted } from './submitted.ts';

/** A form, and who sent it: the page's script, or the browser itself. */
export type Submission = { readonly form: Form; readonly browser: BrowserFacts; readonly isFromScript: boolean };

type SubmitDeps = Pick<CheckoutDeps, 'checkout' | 'transit' | 'clock' | 'visitors'> & { readonly site: CheckoutSite };

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
  { site, visitors }: SubmitDeps,
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
      return result.view.standing === 'payer'
        ? { kind: 'follow', proof: visitors.provePayer(result.view, result.view.attemptsBegun) }
        : { kind: 'show', why: 'wait' };
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
  if (isUnderWay(view)) return { kind: 'show', why: 'wait' };
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

/**
 * The customer takes a saved card away, in the browser that is shown it, with the card's CVC. A code can be as long as
 * the brand's, or not; whether it is the right one only an issuer knows, who is not asked. A card that is gone already
 * is as good as removed.
 */
export const submitRemoval = async (
  deps: SubmitDeps,
  { token, address }: PaymentPage,
  { form }: Submission,
): Promise<Submitted> => {
  const card = readRemovedCard(form);
  const attemptNumber = deps.site.formTokens.read(form['formToken'], address);
  const fields =
    attemptNumber === undefined
      ? 'unreadable'
      : await openFields(deps, { ...form, cvc: form[REMOVAL_CVC_FIELD] }, `${token}.${attemptNumber}`);
  if (card === undefined || fields === 'unreadable') return STALE;
  const view = await deps.checkout.view(address);
  if (view === undefined) return { kind: 'unknownSession' };
  if (view.state !== 'open') return whenNotOpen(view);
  if (view.standing !== 'first') return STALE;
  const saved = view.savedCards.find(({ paymentMethodId }) => paymentMethodId === card);
  if (saved === undefined) return { kind: 'show', why: 'cardRemoved' };
  const read = readCvc(fields, saved.card.bin);
  if (read.kind === 'mistakes') return { kind: 'notRemoved', mistakes: read.mistakes, card };
  const left = await deps.checkout.removeSavedCard(address, card);
  const isGone = left?.savedCards.every(({ paymentMethodId }) => paymentMethodId !== card) === true;
  return isGone ? { kind: 'show', why: 'cardRemoved' } : { kind: 'show' };
};
