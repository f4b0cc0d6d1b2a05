import type { FastifyInstance, FastifyReply } from 'fastify';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import type { PaymentRow } from '../../contract/rows.ts';
import { findPaymentStory, type PaymentStory, type StoryApproval } from '../../flow/payment/story.ts';
import { mayDo } from '../../members/roles.ts';
import { refundLimitOf } from '../../merchants/refund-limits.ts';
import { findMerchant } from '../../merchants/store.ts';
import { html, type Html } from '../kernel/html.ts';
import { findRequestsOf } from '../request-log/store.ts';
import { renderRequests } from './developers/request-rows.ts';
import { visitOf, type Form } from './guard.ts';
import { sendPage } from './layout.ts';
import { doneSentences, renderForms, renderResend, type Done } from './payment-forms.ts';
import type { DashboardDeps, Site, Visit } from './site.ts';
import { tellStory, type StoryLine } from './story.ts';
import { showBadge, showCard, showMoney, showTime, standingOf } from './words.ts';

/** The page of one payment: how it stands, how it came to that, and what can be done. */
export const registerPayment = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get<{ Params: { readonly payment: string } }>('/m/:merchant/payments/:payment', (request, reply) => {
    const paymentId = parseId('payment', request.params.payment);
    if (paymentId === undefined) throw noSuchPayment();
    const { done } = request.query as { readonly done?: unknown };
    const shown = { done: isDone(done) ? done : undefined, mistake: undefined, form: {} };
    return showPayment(reply, { deps, site, visit: visitOf(request) }, { paymentId, shown, status: 200 });
  });
};

const noSuchPayment = (): Problem => new Problem('not_found', 'There is no such payment.');

const isDone = (word: unknown): word is Done => typeof word === 'string' && Object.hasOwn(doneSentences, word);

type Shown = {
  readonly done: Done | undefined;
  /** Why what was asked for was not done. */
  readonly mistake: string | undefined;
  /** What was typed. */
  readonly form: Form;
};

export const showPayment = async (
  reply: FastifyReply,
  { deps, site, visit }: { readonly deps: DashboardDeps; readonly site: Site; readonly visit: Visit },
  { paymentId, shown, status }: { readonly paymentId: string; readonly shown: Shown; readonly status: number },
): Promise<FastifyReply> => {
  const story = await findPaymentStory(deps.db.query, visit.merchantId, paymentId);
  if (story === undefined) throw noSuchPayment();
  const { payment } = story;
  const about = { paymentId: payment.id, sessionId: payment.session_id };
  const requests = mayDo(visit.session.role, 'developers:read')
    ? await findRequestsOf(deps.db.query, visit.merchantId, about)
    : [];
  const limit = await limitOf(deps, visit, payment);
  const { done, mistake, form } = shown;
  const body = html`${done !== undefined && html`<p class="done" role="status">${doneSentences[done]}</p>`}
${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
<p>${showBadge(standingOf(payment))}</p>
${renderFacts(story)}
${renderWaiting(visit, story.approvals)}
${renderForms(visit, payment, { random: deps.random, form, limit })}
<section><h2>What happened</h2>
<ol class="story">${tellStory(story).map((line) => renderLine(visit, payment, line))}</ol></section>
${renderRequests(visit, requests)}`;
  return sendPage(reply, site, { title: `Payment ${payment.merchant_reference_id}`, visit, body, status });
};

/** Up to how much whoever looks gives back alone. */
const limitOf = async (
  deps: DashboardDeps,
  { merchantId, session }: Visit,
  { currency }: PaymentRow,
): Promise<number | undefined> => {
  if (!mayDo(session.role, 'refunds:create')) return undefined;
  const merchant = await findMerchant(deps.db.query, merchantId);
  return refundLimitOf(merchant?.refund_limits ?? [], session.role, currency);
};

/** Before the forms: whoever asks for the same again should see that somebody did. */
const renderWaiting = ({ base, session }: Visit, approvals: readonly StoryApproval[]): readonly Html[] =>
  approvals
    .filter(({ state }) => state === 'waiting')
    .map(
      ({ id, amount, currency, asked_by_email: askedBy }) => html`<p class="notice">A refund of
${showMoney(amount, currency)}, asked for by ${askedBy}, waits for a second person.${
        mayDo(session.role, 'refunds:approve') &&
        html` <a href="${base}/approvals/${formatId('refundApproval', id)}">Look at it</a>`
      }</p>`,
    );

const renderFacts = ({ payment, session }: PaymentStory): Html => html`<dl class="facts">
${fact('Amount', showMoney(payment.amount, payment.currency))}
${fact('Captured', showMoney(payment.amount_captured, payment.currency))}
${fact('Refunded', showMoney(payment.amount_refunded, payment.currency))}
${fact('Card', `${showCard(payment)}, ${showExpiry(payment)}`)}
${fact('Reference', payment.merchant_reference_id)}
${fact('E-mail address', session?.customer_details.email)}
${fact('Customer', session?.customer_details.fullName)}
${fact('Payment', formatId('payment', payment.id))}
${fact('Session', session && formatId('session', session.id))}
${fact('Last error', payment.last_error?.message)}
</dl>`;

const showExpiry = ({ card }: PaymentRow): string =>
  `${String(card.expiryMonth).padStart(2, '0')}/${String(card.expiryYear).slice(-2)}`;

const fact = (name: string, value: string | undefined): Html | false =>
  value !== undefined && value !== '' && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const renderLine = (
  visit: Visit,
  payment: PaymentRow,
  { at, tone, title, details, eventId }: StoryLine,
): Html => html`<li class="story-${tone}">
<p><b>${title}</b></p>
<p class="hint">${showTime(at)}</p>
${details.map((detail) => html`<p>${detail}</p>`)}
${eventId !== undefined && renderResend(visit, payment, eventId)}
</li>
`;
