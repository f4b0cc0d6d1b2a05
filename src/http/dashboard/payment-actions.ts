import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { Actor } from '../../audit/entry.ts';
import { writeAudit } from '../../audit/write.ts';
import { formatId, newUuid, parseId, type Uuid } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { holdsCardNumber } from '../../card/number-in-text.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { incrementAuthorization, type RefusedIncrement } from '../../flow/operation/increment.ts';
import { refundByPerson, type Waiting } from '../../flow/operation/approve-refund.ts';
import { runOperation, type OperationResult } from '../../flow/operation/run.ts';
import type { OperationKind } from '../../flow/operation/lifecycle.ts';
import { findPayment } from '../../flow/payment/store.ts';
import { cancelUnauthorized } from '../../flow/statements/cancel-unauthorized.ts';
import type { RefusedOperation } from '../../flow/statements/operations.ts';
import { refundLimitOf } from '../../merchants/refund-limits.ts';
import { findMerchant } from '../../merchants/store.ts';
import { resendEvent } from '../../webhooks/resend.ts';
import { actorIn } from './actor.ts';
import { formOf, visitOf, type Form } from './guard.ts';
import type { Done } from './payment-forms.ts';
import { showPayment } from './payment.ts';
import { readAmount } from './search-words.ts';
import type { DashboardDeps, Site } from './site.ts';
import { showMoney } from './words.ts';

type Params = { readonly Params: { readonly payment: string } };

/** What people do to a payment: the same flow functions as the API's, with the member in the audit log. */
export const registerPaymentActions = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const operations = [
    ['capture', 'capture'],
    ['increment', 'increment'],
    ['cancel', 'void'],
    ['refund', 'refund'],
  ] as const;
  for (const [path, kind] of operations)
    app.post<Params>(`/m/:merchant/payments/:payment/${path}`, async (request, reply) => {
      const { base } = visitOf(request);
      const payment = await paymentOf(deps, request);
      const found = await operate(deps, request, { kind, payment });
      const address = `${base}/payments/${formatId('payment', payment.id)}`;
      if (typeof found === 'string') return reply.redirect(`${address}?done=${found}`, 303);
      const shown = { mistake: found.mistake, form: formOf(request), done: undefined };
      return showPayment(reply, { deps, site, visit: visitOf(request) }, { paymentId: payment.id, shown, status: 422 });
    });

  app.post<Params>('/m/:merchant/payments/:payment/resend', async (request, reply) => {
    const { merchantId, base } = visitOf(request);
    const payment = await paymentOf(deps, request);
    const eventId = parseId('event', formOf(request)['event'] ?? '');
    await deps.db.transaction(async (query) => {
      const queued = eventId && (await resendEvent({ db: { query } }, { merchantId, eventId, endpointId: undefined }));
      if (queued === undefined || eventId === undefined) throw new Problem('not_found', 'There is no such event.');
      const subject = { kind: 'event' as const, id: formatId('event', eventId) };
      const acts = [{ action: 'event.resent' as const, subject }];
      await writeAudit(deps, query, { merchantId, actor: actorIn(request), acts });
    });
    deps.hintDeliveries();
    return reply.redirect(`${base}/payments/${formatId('payment', payment.id)}?done=resent`, 303);
  });
};

const paymentOf = async (deps: DashboardDeps, request: FastifyRequest): Promise<PaymentRow & { id: string }> => {
  const paymentId = parseId('payment', (request.params as Params['Params']).payment);
  const payment = paymentId && (await findPayment(deps.db.query, visitOf(request).merchantId, paymentId));
  if (payment === undefined) throw new Problem('not_found', 'There is no such payment.');
  return payment;
};

type Asked = { readonly kind: OperationKind; readonly payment: PaymentRow };

/** Whatever is answered, the form's number makes it one request: a second click asks for nothing more. */
const operate = async (
  deps: DashboardDeps,
  request: FastifyRequest,
  { kind, payment }: Asked,
): Promise<Done | { readonly mistake: string }> => {
  const form = formOf(request);
  const mistake = findMistake(kind, payment, form);
  if (mistake !== undefined) return { mistake };
  const actor = actorIn(request);
  const result =
    kind === 'refund' ? await refund(deps, request, payment) : await runAsked(deps, { kind, payment }, { form, actor });
  if (result.refusal === 'waits') return 'waits';
  if (result.refusal === null) return result.operation.state === 'sending' ? 'underWay' : doneWords[kind];
  if (kind === 'void' && (await cancelBeforeMoney(deps, payment, actor))) return 'canceled';
  return result.refusal === 'keyUsed' ? 'already' : { mistake: whyNot(kind, result) };
};

/** Within the limit of who asks for it; above, it waits for a second person. */
const refund = async (
  deps: DashboardDeps,
  request: FastifyRequest,
  payment: PaymentRow,
): Promise<OperationResult | RefusedOperation | Waiting> => {
  const form = formOf(request);
  const { merchantId, session } = visitOf(request);
  const [amount, once] = [readAmount(form['amount'] ?? '', payment.currency), onceOf(payment, form)];
  if (amount === undefined || once === undefined) throw new Error('a refund is asked for before its form was read');
  const merchant = await findMerchant(deps.db.query, merchantId);
  return refundByPerson(deps, {
    merchantId,
    paymentId: payment.id,
    amount,
    reason: form['reason'] ? form['reason'].trim() : undefined,
    once,
    actor: actorIn(request),
    memberId: session.member_id,
    limit: refundLimitOf(merchant?.refund_limits ?? [], session.role, payment.currency),
  });
};

const runAsked = (
  deps: DashboardDeps,
  { kind, payment }: Asked & { readonly kind: Exclude<OperationKind, 'refund'> },
  { form, actor }: { readonly form: Form; readonly actor: Actor },
): Promise<OperationResult | RefusedIncrement> => {
  const amount = kind === 'void' ? undefined : readAmount(form['amount'] ?? '', payment.currency);
  const asked = { merchantId: payment.merchant_id, paymentId: payment.id, once: onceOf(payment, form), actor };
  if (kind === 'increment' && amount !== undefined) return incrementAuthorization(deps, { ...asked, amount });
  return runOperation(deps, kind, {
    ...asked,
    amount,
    final: kind === 'void' || form['final'] === 'yes',
    reason: undefined,
  });
};

const doneWords = { capture: 'captured', void: 'canceled', refund: 'refunded', increment: 'incremented' } as const;

const findMistake = (kind: OperationKind, payment: PaymentRow, form: Form): string | undefined => {
  if (kind === 'void') return undefined;
  if (!/^[\w-]{22}$/.test(form['number'] ?? '')) return 'This form is not whole. Load the page again.';
  if (readAmount(form['amount'] ?? '', payment.currency) === undefined)
    return `An amount in ${payment.currency} looks like ${showMoney(1250, payment.currency).split(' ')[0] ?? ''}.`;
  return findReasonMistake(form['reason'] ?? '');
};

export const findReasonMistake = (reason: string): string | undefined => {
  if (reason.length > 200 || /[\u0000-\u001f\u007f-\u009f]/.test(reason))
    return 'A reason is a line of 200 letters at most.';
  return holdsCardNumber(reason) ? 'The reason looks like it holds a card number.' : undefined;
};

const onceOf = ({ id }: PaymentRow, form: Form) => {
  const { number } = form;
  if (number === undefined) return undefined;
  const request = JSON.stringify([id, form['amount'], form['reason'], form['final']]);
  return { key: `personal-area:${number}`, requestHash: createHash('sha256').update(request).digest() };
};

/** A payment that nothing was authorized for ends without a bank. */
const cancelBeforeMoney = (deps: DashboardDeps, { merchant_id, id }: PaymentRow, actor: Actor): Promise<boolean> =>
  deps.db.transaction(async (query) => {
    const merchantId = merchant_id as Uuid<'merchant'>;
    const canceled = await cancelUnauthorized(query, merchantId, { paymentId: id, eventId: newUuid<'event'>(deps) });
    if (canceled === 'notCancelable') return false;
    const subject = { kind: 'payment' as const, id: formatId('payment', id) };
    await writeAudit(deps, query, { merchantId, actor, acts: [{ action: 'cancel.requested', subject }] });
    return true;
  });

export const whyNot = (kind: OperationKind, refused: RefusedIncrement): string => {
  switch (refused.refusal) {
    case 'notFound':
      return 'There is no such payment.';
    case 'notSupported':
      return 'The acquirer of this payment cannot add to an authorization.';
    case 'wrongState':
      return `Its status does not allow this any more. Look at what happened below.`;
    case 'keyUsed':
    case 'otherUnderWay':
      return 'Something else is under way for this payment. Wait for its outcome.';
    case 'nothingLeft':
      return `Nothing is left to ${verbs[kind]}.`;
    case 'exceedsLeft':
      return `Only ${showMoney(refused.amount_left, refused.payment.currency)} can still be ${doneVerbs[kind]}.`;
  }
};

const verbs = { capture: 'capture', void: 'cancel', refund: 'refund', increment: 'add' } as const;
const doneVerbs = { capture: 'captured', void: 'canceled', refund: 'refunded', increment: 'added' } as const;
