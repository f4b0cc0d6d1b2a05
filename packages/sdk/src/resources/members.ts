import type { LastResponse, WithLastResponse } from '../answer.ts';
import { createList } from '../list.ts';
import type { List } from '../list.ts';
import type { RequestOptions, Send, SendWithoutResult } from '../request.ts';
import { resourcePath } from '../resource-path.ts';
import type { Member, MemberChange, MemberInvite, MemberLink, MemberListQuery } from '../types.ts';

/** People of the Personal area: the key needs the scopes `members:…` by name. */
export type Members = {
  /** The answer is the only one that shows `link`, which works once: send it to the person and to nobody else. */
  readonly invite: (input: MemberInvite, options?: RequestOptions) => Promise<WithLastResponse<MemberLink>>;
  readonly retrieve: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Member>>;
  readonly list: (query?: MemberListQuery, options?: RequestOptions) => List<Member>;
  readonly update: (id: string, input: MemberChange, options?: RequestOptions) => Promise<WithLastResponse<Member>>;
  /** Signs the person out everywhere. */
  readonly endSessions: (id: string, options?: RequestOptions) => Promise<WithLastResponse<Member>>;
  /** For a lost password: whoever opens the link chooses password and app anew. */
  readonly passwordLink: (id: string, options?: RequestOptions) => Promise<WithLastResponse<MemberLink>>;
  readonly remove: (id: string, options?: RequestOptions) => Promise<LastResponse>;
};

export const createMembers = (send: Send, sendWithoutResult: SendWithoutResult): Members => ({
  invite: (input, options) => send<MemberLink>({ method: 'POST', path: '/members', body: input, options }),
  retrieve: async (id, options) => send<Member>({ method: 'GET', path: resourcePath('/members', id), options }),
  list: (query, options) => createList<Member>(send, { path: '/members', query, options }),
  update: async (id, input, options) =>
    send<Member>({ method: 'PATCH', path: resourcePath('/members', id), body: input, options }),
  endSessions: async (id, options) =>
    send<Member>({ method: 'POST', path: resourcePath('/members', id, '/end-sessions'), options }),
  passwordLink: async (id, options) =>
    send<MemberLink>({ method: 'POST', path: resourcePath('/members', id, '/password-link'), options }),
  remove: async (id, options) => sendWithoutResult({ method: 'DELETE', path: resourcePath('/members', id), options }),
});
