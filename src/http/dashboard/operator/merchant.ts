import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatId, parseId, type Uuid } from '../../../base/id.ts';
import { Problem } from '../../../base/problem.ts';
import { readEmail } from '../../../members/email.ts';
import { inviteMember } from '../../../members/invite.ts';
import { baseOf, OPERATORS } from '../../../members/roles.ts';
import { setMerchantSuspended } from '../../../merchants/change.ts';
import { findMerchant, type MerchantRow } from '../../../merchants/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { fact } from '../developers/lists.ts';
import { showDone } from '../developers/parts.ts';
import { formOf, visitOf } from '../guard.ts';
import { sendPage } from '../layout.ts';
import { showLink } from '../people/link.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { showBadge, showTime } from '../words.ts';
import { mayChangeGateway, NO_REASON, operatorForm, operatorIn, readReason, reasonField } from './parts.ts';

type Params = { readonly Params: { readonly merchant: string } };

/** One merchant: stopped and let go on, and its first owner. What is done here, and why, stands in its audit log. */
export const registerMerchant = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  const show = async (request: FastifyRequest, reply: FastifyReply, mistake?: string) => {
    const visit = visitOf(request);
    const row = await existing(deps, request);
    const { done } = request.query as { readonly done?: unknown };
    const body = html`${showDone(doneSentences, done)}
${mistake !== undefined && html`<p class="mistake" role="alert">${mistake}</p>`}
${renderFacts(row)}
${mayChangeGateway(visit) && renderActions(visit, row)}
<p><a href="${visit.base}/merchants">All merchants</a></p>`;
    return sendPage(reply, site, { title: row.name, visit, body, status: mistake === undefined ? 200 : 422 });
  };

  app.get<Params>('/operator/merchants/:merchant', (request, reply) => show(request, reply));

  for (const act of ['suspend', 'resume'] as const)
    app.post<Params>(`/operator/merchants/:merchant/${act}`, async (request, reply) => {
      const { merchant_id: merchantId } = await existing(deps, request);
      const reason = readReason(request);
      if (reason === undefined) return show(request, reply, NO_REASON);
      const suspended = act === 'suspend' ? { reason } : undefined;
      await setMerchantSuspended(deps, { merchantId, actor: operatorIn(request, reason), suspended });
      return reply.redirect(`${addressOf(visitOf(request), merchantId)}?done=${act}`, 303);
    });

  app.post<Params>('/operator/merchants/:merchant/invite-owner', async (request, reply) => {
    const { merchant_id: merchantId } = await existing(deps, request);
    const [email, reason] = [readEmail(formOf(request)['email'] ?? ''), readReason(request)];
    if (email === undefined) return show(request, reply, 'This is not an e-mail address.');
    if (reason === undefined) return show(request, reply, NO_REASON);
    const asked = { merchantId, email, role: 'owner', by: 'operator', actor: operatorIn(request, reason) } as const;
    const invited = await inviteMember(deps, asked);
    if (invited.kind === 'refused') throw new Error('an invitation was refused to an operator');
    if (invited.kind === 'memberAlready') return show(request, reply, `${email} works there already.`);
    const visit = visitOf(request);
    return showLink(
      reply,
      { deps, site, visit },
      {
        token: invited.linkToken,
        email,
        purpose: 'invitation',
        base: baseOf(merchantId),
        back: addressOf(visit, merchantId),
      },
    );
  });
};

const doneSentences = {
  suspend: 'The merchant is suspended: nothing new is paid or captured. Every process knows it within some seconds.',
  resume: 'The merchant goes on.',
};

const addressOf = ({ base }: Visit, merchantId: string): string =>
  `${base}/merchants/${formatId('merchant', merchantId)}`;

type Existing = MerchantRow & { readonly merchant_id: Uuid<'merchant'> };

const existing = async ({ db }: DashboardDeps, { params }: FastifyRequest): Promise<Existing> => {
  const merchantId = parseId('merchant', (params as Params['Params']).merchant);
  const row =
    merchantId === undefined || merchantId === OPERATORS ? undefined : await findMerchant(db.query, merchantId);
  if (merchantId === undefined || row === undefined) throw new Problem('not_found', 'There is no such merchant.');
  return { ...row, merchant_id: merchantId };
};

const renderFacts = (row: MerchantRow): Html => html`<dl class="facts">
${fact('Id', html`<code>${formatId('merchant', row.merchant_id)}</code>`)}
${fact('Made', showTime(row.created_at))}
${fact(
  'Standing',
  row.suspended_at === null
    ? showBadge({ title: 'may take payments', tone: 'good' })
    : showBadge({ title: 'suspended', tone: 'bad' }),
)}
${row.suspended_at !== null && fact('Suspended', showTime(row.suspended_at))}
${fact('Why', row.suspension_reason ?? undefined)}
</dl>`;

const renderActions = (visit: Visit, row: MerchantRow): Html => {
  const path = `/merchants/${formatId('merchant', row.merchant_id)}`;
  const isSuspended = row.suspended_at !== null;
  return html`<section class="actions" aria-label="What you can do">
<details class="card"><summary>${isSuspended ? 'Let it go on' : 'Suspend'}</summary>
<p>${isSuspended ? RESUME : SUSPEND}</p>
${operatorForm(
  visit,
  `${path}/${isSuspended ? 'resume' : 'suspend'}`,
  html`${reasonField('reason')}<button>${isSuspended ? 'Let it go on' : 'Suspend'}</button>`,
)}</details>
<details class="card"><summary>Invite an owner</summary>
<p>For its first owner, or when nobody is left who can sign in.</p>
${operatorForm(
  visit,
  `${path}/invite-owner`,
  html`<label for="email">E-mail address</label>
<input id="email" name="email" type="email" required maxlength="254" autocomplete="off">
${reasonField('invite-reason')}<button>Make the invitation</button>`,
)}</details>
</section>`;
};

const SUSPEND = 'Nothing new is paid or captured, and open pages close. Refunds, cancels, reading and webhooks go on.';
const RESUME = 'Payments are taken again.';
