import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { formatId, parseId } from '../../base/id.ts';
import { Problem } from '../../base/problem.ts';
import { wholeSeconds } from '../../contract/session.ts';
import type { Transaction } from '../../db/db.ts';
import { changeRole, endSessionsOf, removeMember, type AskedPerson, type Changed } from '../../members/change.ts';
import type { MemberDeps } from '../../members/deps.ts';
import { readEmail } from '../../members/email.ts';
import { createPasswordLink, inviteMember, JOIN_HOURS, PASSWORD_HOURS } from '../../members/invite.ts';
import { personRefusals, type PersonRefusal } from '../../members/rule.ts';
import { findMember, findMembersPage, type ListedMember } from '../../members/store.ts';
import { answerOnce, type OnceDeps } from '../idempotency/answer-once.ts';
import {
  memberChangeSchema,
  memberIdParams,
  memberInviteSchema,
  memberLinkSchema,
  memberSchema,
} from './member-schema.ts';
import { pageOf, toPage } from './paging.ts';
import { listOf, named, noFields, object, pageQuery } from './schema.ts';

type Deps = OnceDeps & MemberDeps & { readonly dashboardUrl: string };
type WithId = { Params: { id: string } };
const tags = ['People'];
const listQuery = Type.Object(pageQuery, { additionalProperties: false });

/** Who works in the Personal area. A key must have these scopes by name, `*` is not enough. */
export const registerMembers = (app: FastifyInstance, deps: Deps): void => {
  registerLinks(app, deps);
  registerReading(app, deps);
  registerChanging(app, deps);
};

const registerLinks = (app: FastifyInstance, deps: Deps): void => {
  app.post<{ Body: Static<typeof memberInviteSchema> }>(
    '/members',
    {
      schema: {
        operationId: 'inviteMember',
        tags,
        summary: 'Invite a person',
        description:
          'The answer has a link by which the person chooses a password, once within a week. Whoever was invited ' +
          'before and did not come gets a new link, and the old one is dead.',
        body: memberInviteSchema,
        response: { 200: memberLinkSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const { caller, actor } = request.call;
        const email = readEmail(request.body.email);
        if (email === undefined) throw notAnAddress();
        const asked = { merchantId: caller.merchantId, actor, by: 'apiKey' as const, email, role: request.body.role };
        const invited = await inviteMember(within(deps, query), asked);
        if (invited.kind === 'refused') throw refused(invited.refusal);
        if (invited.kind === 'memberAlready') throw new Problem('conflict', `${email} works for you already.`);
        const shown = { memberId: invited.memberId, token: invited.linkToken, hours: JOIN_HOURS };
        return { body: await presentLink(deps, query, request, shown), holdsSecret: true };
      }),
  );

  app.post<WithId & { Body: Static<typeof noFields> }>(
    '/members/:id/password-link',
    {
      schema: {
        operationId: 'createMemberLink',
        tags,
        summary: 'Make a link for a lost password',
        description:
          'Whoever opens it chooses password and app anew, once within a day, and is signed out elsewhere. Until ' +
          'then the password of before goes on.',
        params: memberIdParams,
        body: noFields,
        response: { 200: memberLinkSchema },
      },
    },
    (request, reply) =>
      answerOnce(deps, request, reply, async (query) => {
        const asked = askedOf(request);
        const made = await createPasswordLink(within(deps, query), asked);
        if (made.kind === 'refused') throw refused(made.refusal);
        const shown = { memberId: asked.memberId, token: made.linkToken, hours: PASSWORD_HOURS };
        return { body: await presentLink(deps, query, request, shown), holdsSecret: true };
      }),
  );
};

const registerReading = (app: FastifyInstance, deps: Deps): void => {
  app.get<{ Querystring: Static<typeof listQuery> }>(
    '/members',
    {
      schema: {
        operationId: 'listMembers',
        tags,
        summary: 'List people',
        description: 'Whoever was invited last comes first.',
        querystring: listQuery,
        response: { 200: listOf('MemberList', memberSchema) },
      },
    },
    async (request) => {
      const page = pageOf('member', request.query);
      const { merchantId } = request.call.caller;
      const rows = await findMembersPage(deps.db.query, merchantId, { before: page.before, limit: page.fetch });
      return toPage('member', page, rows, present);
    },
  );

  app.get<WithId>(
    '/members/:id',
    {
      schema: {
        operationId: 'retrieveMember',
        tags,
        summary: 'Retrieve a person',
        params: memberIdParams,
        response: { 200: memberSchema },
      },
    },
    async (request) => present(await existing(deps.db.query, askedOf(request))),
  );
};

const registerChanging = (app: FastifyInstance, deps: Deps): void => {
  app.patch<WithId & { Body: Static<typeof memberChangeSchema> }>(
    '/members/:id',
    {
      schema: {
        operationId: 'changeMember',
        tags,
        summary: 'Change what a person may do',
        description: 'From the next page that the person opens.',
        params: memberIdParams,
        body: memberChangeSchema,
        response: { 200: memberSchema },
      },
    },
    async (request) => {
      const asked = askedOf(request);
      mustBeDone(await changeRole(deps, { ...asked, role: request.body.role }));
      return present(await existing(deps.db.query, asked));
    },
  );

  app.post<WithId & { Body: Static<typeof noFields> }>(
    '/members/:id/end-sessions',
    {
      schema: {
        operationId: 'endMemberSessions',
        tags,
        summary: 'Sign a person out everywhere',
        params: memberIdParams,
        body: noFields,
        response: { 200: memberSchema },
      },
    },
    async (request) => {
      const asked = askedOf(request);
      mustBeDone(await endSessionsOf(deps, asked));
      return present(await existing(deps.db.query, asked));
    },
  );

  app.delete<WithId>(
    '/members/:id',
    {
      schema: {
        operationId: 'removeMember',
        tags,
        summary: 'Remove a person',
        description: 'The person is signed out at once. What they did stays in the audit log.',
        params: memberIdParams,
        response: { 200: named('RemovedMember', object({ id: Type.String(), deleted: Type.Literal(true) })) },
      },
    },
    async (request) => {
      mustBeDone(await removeMember(deps, askedOf(request)));
      return { id: request.params.id, deleted: true };
    },
  );
};

/** The functions of members take their own transactions; here they are part of the one that answers once. */
const within = (deps: Deps, query: Transaction): MemberDeps => ({
  ...deps,
  db: { query, transaction: (work) => work(query) },
});

const askedOf = (request: FastifyRequest<WithId>): AskedPerson => {
  const memberId = parseId('member', request.params.id);
  if (memberId === undefined) throw refused('unknown');
  const { caller, actor } = request.call;
  return { merchantId: caller.merchantId, memberId, actor, by: 'apiKey' };
};

const mustBeDone = (changed: Changed): void => {
  if (changed.kind === 'refused') throw refused(changed.refusal);
};

const refused = (refusal: PersonRefusal): Problem => {
  switch (refusal) {
    case 'unknown':
      return new Problem('not_found', 'There is no person with this id.');
    case 'ownersOnly':
    case 'notAllowed':
    case 'yourself':
      return new Problem('forbidden', `${personRefusals[refusal]} An API key is none.`);
    case 'lastOwner':
      return new Problem('conflict', personRefusals.lastOwner);
  }
};

const notAnAddress = (): Problem => {
  const message = 'email must be an e-mail address.';
  return new Problem('invalid_fields', message, { fields: [{ pointer: '/email', code: 'email', message }] });
};

const existing = async (
  query: Deps['db']['query'],
  { merchantId, memberId }: Pick<AskedPerson, 'merchantId' | 'memberId'>,
): Promise<ListedMember> => {
  const row = await findMember(query, merchantId, memberId);
  if (row === undefined) throw refused('unknown');
  return row;
};

const presentLink = async (
  { dashboardUrl, clock }: Deps,
  query: Transaction,
  request: FastifyRequest,
  { memberId, token, hours }: { readonly memberId: string; readonly token: string; readonly hours: number },
) => {
  const { merchantId } = request.call.caller;
  return {
    expiresAt: wholeSeconds(new Date(clock.nowMs() + hours * 3_600_000).toISOString()),
    link: `${dashboardUrl}/m/${formatId('merchant', merchantId)}/link/${token}`,
    member: present(await existing(query, { merchantId, memberId })),
  };
};

/** In the order in which the fields are sent: id, then the alphabet. */
const present = (row: ListedMember) => ({
  id: formatId('member', row.id),
  created: wholeSeconds(row.created_at),
  email: row.email,
  lastSignedInAt: row.last_signed_in_at === null ? null : wholeSeconds(row.last_signed_in_at),
  name: row.name,
  role: row.role,
  status: row.has_joined ? 'joined' : 'invited',
});
