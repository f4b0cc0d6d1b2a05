import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatId, parseId, type Uuid } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import type { PaymentRow } from '../../../contract/rows.ts';
import { findApproval, type ApprovalRow } from '../../../flow/operation/approval-store.ts';
import {
  approveRefund,
  refuseRefund,
  type Decision,
  type RefusedDecision,
} from '../../../flow/operation/approve-refund.ts';
import { findPayment } from '../../../flow/payment/store.ts';
import type { RefusedOperation } from '../../../flow/statements/operations.ts';
import { html, type Html } from '../../kernel/html.ts';
import { actorIn } from '../actor.ts';
import { formOf, visitOf, type Form } from '../guard.ts';
import { sendPage } from '../layout.ts';
import { findReasonMistake, whyNot } from '../payment-actions.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showMoney, showTime } from '../words.ts';

type Params = { readonly Params: { readonly approval: string } };

/** One refund that waits for a second person, who gives it back or refuses it; whoever asked only looks. */
export const registerApproval = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const show = async (reply: FastifyReply, request: FastifyRequest, mistake?: string): Promise<FastifyReply> => {
    const visit = visitOf(request);
    const approval = await findApproval(deps.db.query, visit.merchantId, idOf(request));
    const payment = approval && (await findPayment(deps.db.query, visit.merchantId, approval.payment_id));
    if (approval === undefined || payment === undefined) throw noSuchApproval();
    const body = renderApproval(visit, { approval, payment }, { mistake, form: formOf(request) });
    return sendPage(reply, site, { title: TITLE, visit, body, status: mistake === undefined ? 200 : 422 });
  };

  app.get<Params>('/m/:merchant/approvals/:approval', (request, reply) => show(reply, request));

  app.post<Params>('/m/:merchant/approvals/:approval/approve', async (request, reply) => {
    const asked = decisionOf(request);
    const approval = await findApproval(deps.db.query, asked.merchantId, asked.approvalId);
    if (approval === undefined) throw noSuchApproval();
    const result = await approveRefund(deps, asked);
    if (result.refusal !== null) return show(reply, request, whyUndecided(result));
    const done = result.operation.state === 'sending' ? 'underWay' : 'refunded';
    return reply.redirect(paymentPage(visitOf(request), approval, done), 303);
  });

  app.post<Params>('/m/:merchant/approvals/:approval/refuse', async (request, reply) => {
    const asked = decisionOf(request);
    const approval = await findApproval(deps.db.query, asked.merchantId, asked.approvalId);
    if (approval === undefined) throw noSuchApproval();
    const why = (formOf(request)['why'] ?? '').trim();
    const mistake = findReasonMistake(why);
    if (mistake !== undefined) return show(reply, request, mistake);
    const refused = await refuseRefund(deps, { ...asked, refusalReason: why === '' ? undefined : why });
    if (refused.refusal !== null) return show(reply, request, whyUndecided(refused));
    return reply.redirect(paymentPage(visitOf(request), approval, 'refused'), 303);
  });
};

const TITLE = 'A refund that waits';

const noSuchApproval = (): Problem => new Problem('not_found', 'There is no such refund that waits.');

const idOf = (request: FastifyRequest): Uuid<'refundApproval'> => {
  const approvalId = parseId('refundApproval', (request.params as Params['Params']).approval);
  if (approvalId === undefined) throw noSuchApproval();
  return approvalId;
};

const decisionOf = (request: FastifyRequest): Decision => {
  const { merchantId, session } = visitOf(request);
  return { merchantId, approvalId: idOf(request), memberId: session.member_id, actor: actorIn(request) };
};

const paymentPage = ({ base }: Visit, { payment_id }: ApprovalRow, done: string): string =>
  `${base}/payments/${formatId('payment', payment_id)}?done=${done}`;

const whyUndecided = (refused: RefusedDecision | RefusedOperation): string => {
  switch (refused.refusal) {
    case 'notThere':
      throw noSuchApproval();
    case 'notWaiting':
      return 'Somebody has decided about it before.';
    case 'ownRequest':
      return OWN;
    default:
      return whyNot('refund', refused);
  }
};

const OWN = 'You asked for this refund: somebody else decides about it.';

type Found = { readonly approval: ApprovalRow; readonly payment: PaymentRow };

const renderApproval = (
  visit: Visit,
  { approval, payment }: Found,
  { mistake, form }: { readonly mistake: string | undefined; readonly form: Form },
): Html => {
  const left = payment.amount_captured - payment.amount_refunded - payment.amount_refund_pending;
  const link = `${visit.base}/payments/${formatId('payment', payment.id)}`;
  return html`${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<dl class="facts">
<div><dt>Payment</dt><dd><a href="${link}">${payment.merchant_reference_id}</a></dd></div>
<div><dt>Refund of</dt><dd>${showMoney(approval.amount, approval.currency)}</dd></div>
<div><dt>Can still be refunded</dt><dd>${showMoney(left, payment.currency)}</dd></div>
<div><dt>Paid</dt><dd>${showMoney(payment.amount_captured, payment.currency)}</dd></div>
${approval.reason !== null && html`<div><dt>Reason</dt><dd>${approval.reason}</dd></div>`}
<div><dt>Asked for by</dt><dd>${approval.asked_by_email}</dd></div>
<div><dt>When</dt><dd>${showTime(approval.created_at)}</dd></div>
</dl>
${approval.state === 'waiting' ? renderDecision(visit, approval, form) : renderDecided(approval)}
<p><a href="${visit.base}/approvals">All that waits</a></p>`;
};

const renderDecided = (approval: ApprovalRow): Html => html`<p>${approval.decided_by_email ?? ''}
${approval.state === 'approved' ? 'approved' : 'refused'} it,
${showTime(approval.decided_at ?? approval.created_at)}.${
  approval.refusal_reason !== null && html` Why: ${approval.refusal_reason}`
}</p>`;

const renderDecision = (visit: Visit, approval: ApprovalRow, form: Form): Html => {
  if (approval.asked_by === visit.session.member_id) return html`<p>${OWN}</p>`;
  const begin = (action: string): Html => html`<form method="post"
 action="${visit.base}/approvals/${formatId('refundApproval', approval.id)}/${action}">
<input type="hidden" name="formToken" value="${visit.formToken}">`;
  return html`<section class="actions" aria-label="What you can do">
<div class="card">${begin('approve')}
<p>Look at the payment first: what you approve is given back at once.</p>
<button>Approve, and refund ${showMoney(approval.amount, approval.currency)}</button></form></div>
<details class="card"><summary>Refuse</summary>
${begin('refuse')}
<label for="why">Why, for whoever asked</label>
<input id="why" name="why" value="${form['why'] ?? ''}" maxlength="200" autocomplete="off">
<button class="quiet">Refuse</button></form></details>
</section>`;
};
