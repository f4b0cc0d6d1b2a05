import { formatId, type Uuid } from '../base/id.ts';
import { ConfigError } from '../config.ts';
import { removeMember } from '../members/change.ts';
import { readEmail } from '../members/email.ts';
import { createSignInLink, inviteMember } from '../members/invite.ts';
import { baseOf, isRole, OPERATORS, rolesUnder, type Role } from '../members/roles.ts';
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

export const adminOfMembers = (deps: MembersDeps): MemberAdmin => {
  const people = peopleOf(deps);
  const at = async <T extends { readonly merchantId: string }>({ merchantId, ...rest }: T) => ({
    ...rest,
    merchantId: await existingMerchant(deps.db.query, merchantId),
  });
  return {
    inviteMember: async ({ role = 'owner', ...input }) => people.invite({ ...(await at(input)), role }),
    createSignInLink: async (input) => people.link(await at(input)),
    listMembers: async (input) => people.list((await at(input)).merchantId),
    removeMember: async (input) => people.remove(await at(input)),
  };
};

/** The same for the people who run the gateway, who belong to no merchant. */
export type OperatorAdmin = {
  /** `role`: operator when left out, or observer. */
  readonly inviteOperator: (input: {
    readonly email: string;
    readonly role?: string;
  }) => Promise<{ readonly memberId: string; readonly link: string }>;
  readonly createOperatorLink: (input: {
    readonly email: string;
    readonly hours?: number;
  }) => Promise<{ readonly memberId: string; readonly link: string }>;
  readonly listOperators: () => Promise<readonly MemberShown[]>;
  readonly removeOperator: (input: { readonly email: string }) => Promise<MemberShown>;
};

export const adminOfOperators = (deps: MembersDeps): OperatorAdmin => {
  const people = peopleOf(deps);
  return {
    inviteOperator: ({ email, role = 'operator' }) => people.invite({ merchantId: OPERATORS, email, role }),
    createOperatorLink: (input) => people.link({ ...input, merchantId: OPERATORS }),
    listOperators: () => people.list(OPERATORS),
    removeOperator: ({ email }) => people.remove({ merchantId: OPERATORS, email }),
  };
};

type MembersDeps = AdminDeps & { readonly dashboardUrl: string };
type Person = { readonly merchantId: Uuid<'merchant'>; readonly email: string };

const peopleOf = (deps: MembersDeps) => {
  const { db, actor } = deps;
  const linkOf = (merchantId: Uuid<'merchant'>, token: string): string =>
    `${deps.dashboardUrl}${baseOf(merchantId)}/link/${token}`;
  const existing = async ({ merchantId, email }: Person): Promise<ListedMember> => {
    const address = email.trim().toLowerCase();
    const found = (await findMembers(db.query, merchantId)).find((one) => one.email === address);
    if (found === undefined) throw new ConfigError(`There is no ${wordFor(merchantId)} ${address}.`);
    return found;
  };
  return {
    invite: async ({ merchantId, email, role }: Person & { readonly role: string }) => {
      const asked = { merchantId, actor, by: 'operator' as const };
      const who = { email: checkEmail(email), role: checkRole(merchantId, role) };
      const invited = await inviteMember(deps, { ...asked, ...who });
      if (invited.kind === 'refused') throw new Error('an invitation was refused to an operator');
      if (invited.kind === 'memberAlready') {
        const word = wordFor(merchantId);
        throw new ConfigError(
          `${email} is ${word === 'operator' ? 'an' : 'a'} ${word} already (${invited.role}); ` +
            `\`tollgate ${word} link\` lets them in.`,
        );
      }
      return { memberId: formatId('member', invited.memberId), link: linkOf(merchantId, invited.linkToken) };
    },
    link: async ({ merchantId, email, hours = 1 }: Person & { readonly hours?: number }) => {
      const member = await existing({ merchantId, email });
      const made = await createSignInLink(deps, { merchantId, actor, memberId: member.id, hours });
      if (made.kind === 'refused') throw new ConfigError(`There is no ${wordFor(merchantId)} ${email}.`);
      return { memberId: formatId('member', member.id), link: linkOf(merchantId, made.linkToken) };
    },
    list: async (merchantId: Uuid<'merchant'>) => (await findMembers(db.query, merchantId)).map(shown),
    remove: async ({ merchantId, email }: Person) => {
      const member = await existing({ merchantId, email });
      const removed = await removeMember(deps, { merchantId, actor, memberId: member.id, by: 'operator' });
      if (removed.kind === 'refused' && removed.refusal === 'lastOwner')
        throw new ConfigError(`${member.email} is the last owner: invite another one first.`);
      return shown(member);
    },
  };
};

/** As the command line calls them. */
const wordFor = (merchantId: Uuid<'merchant'>): 'operator' | 'member' =>
  merchantId === OPERATORS ? 'operator' : 'member';

const shown = (row: ListedMember): MemberShown => ({
  memberId: formatId('member', row.id),
  email: row.email,
  name: row.name,
  role: row.role,
  hasJoined: row.has_joined,
  created: row.created_at,
});

const checkRole = (merchantId: string, role: string): Role => {
  if (isRole(merchantId, role)) return role;
  throw new ConfigError(`--role must be one of ${rolesUnder(merchantId).join(', ')}.`);
};

const checkEmail = (email: string): string => {
  const address = readEmail(email);
  if (address === undefined) throw new ConfigError('--email must be an e-mail address.');
  return address;
};
