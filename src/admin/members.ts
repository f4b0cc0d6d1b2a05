import { formatId, type Uuid } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import { removeMember } from '../members/change.ts';
import { readEmail } from '../members/email.ts';
import { createSignInLink, inviteMember } from '../members/invite.ts';
import { isRole, roles, type Role } from '../members/roles.ts';
import { findMembers, type ListedMember } from '../members/store.ts';
import { existingMerchant, type AdminDeps } from './deps.ts';

export type MemberShown = {
  readonly memberId: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  /** False: invited, and has not chosen a password yet. */
  readonly hasJoined: boolean;
  readonly created: string;
};

export type MemberAdmin = {
  /** `link` works once within a week; whoever has it becomes the member. */
  readonly inviteMember: (input: {
    readonly merchantId: string;
    readonly email: string;
    readonly role?: string;
  }) => Promise<{ readonly memberId: string; readonly link: string }>;
  /** A link that signs a member in once, without password and code: for who lost them. `hours`: 1 to 24. */
  readonly createSignInLink: (input: {
    readonly merchantId: string;
    readonly email: string;
    readonly hours?: number;
  }) => Promise<{ readonly memberId: string; readonly link: string }>;
  readonly listMembers: (input: { readonly merchantId: string }) => Promise<readonly MemberShown[]>;
  /** The member is signed out everywhere. */
  readonly removeMember: (input: { readonly merchantId: string; readonly email: string }) => Promise<MemberShown>;
};

export const adminOfMembers = (deps: AdminDeps & { readonly dashboardUrl: string }): MemberAdmin => {
  const { db, actor } = deps;
  const linkOf = (merchantId: string, token: string): string => `${deps.dashboardUrl}/m/${merchantId}/link/${token}`;
  const existing = async (merchantId: Uuid<'merchant'>, email: string): Promise<ListedMember> => {
    const address = email.trim().toLowerCase();
    const found = (await findMembers(db.query, merchantId)).find((one) => one.email === address);
    if (found === undefined) throw new ConfigError(`There is no member ${address}.`);
    return found;
  };
  return {
    inviteMember: async ({ merchantId, email, role = 'owner' }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const invited = await inviteMember(deps, {
        merchantId: uuid,
        actor,
        by: 'operator',
        email: checkEmail(email),
        role: checkRole(role),
      });
      if (invited.kind === 'refused') throw new Error('an invitation was refused to an operator');
      if (invited.kind === 'memberAlready')
        throw new ConfigError(`${email} is a member already (${invited.role}); \`tollgate member link\` lets them in.`);
      return { memberId: formatId('member', invited.memberId), link: linkOf(merchantId, invited.linkToken) };
    },
    createSignInLink: async ({ merchantId, email, hours = 1 }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const member = await existing(uuid, email);
      const made = await createSignInLink(deps, { merchantId: uuid, actor, memberId: member.id, hours });
      if (made.kind === 'refused') throw new ConfigError(`There is no member ${email}.`);
      return { memberId: formatId('member', member.id), link: linkOf(merchantId, made.linkToken) };
    },
    listMembers: async ({ merchantId }) =>
      (await findMembers(db.query, await existingMerchant(db.query, merchantId))).map(shown),
    removeMember: async ({ merchantId, email }) => {
      const uuid = await existingMerchant(db.query, merchantId);
      const member = await existing(uuid, email);
      const removed = await removeMember(deps, { merchantId: uuid, actor, memberId: member.id, by: 'operator' });
      if (removed.kind === 'refused' && removed.refusal === 'lastOwner')
        throw new ConfigError(`${member.email} is the last owner: invite another one first.`);
      return shown(member);
    },
  };
};

const shown = (row: ListedMember): MemberShown => ({
  memberId: formatId('member', row.id),
  email: row.email,
  name: row.name,
  role: row.role,
  hasJoined: row.has_joined,
  created: row.created_at,
});

const checkRole = (role: string): Role => {
  if (isRole(role)) return role;
  throw new ConfigError(`--role must be one of ${roles.join(', ')}.`);
};

const checkEmail = (email: string): string => {
  const address = readEmail(email);
  if (address === undefined) throw new ConfigError('--email must be an e-mail address.');
  return address;
};
