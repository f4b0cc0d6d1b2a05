import type { Command } from '../command.ts';

const merchantFlag = { about: "the merchant's id, mr_…", isRequired: true } as const;
const emailFlag = { about: 'the e-mail address that the member signs in with', isRequired: true } as const;

export const memberInvite: Command = {
  words: 'member invite',
  about: 'lets somebody work in the Personal area: prints a link that works once, within a week',
  flags: {
    merchant: merchantFlag,
    email: emailFlag,
    role: { about: 'owner (when left out), admin, developer, support, finance or viewer', isRequired: false },
  },
  run: ({ withAdmin }, { merchant = '', email = '', role }) =>
    withAdmin(async (admin) => {
      const made = await admin.inviteMember({ merchantId: merchant, email, ...(role !== undefined && { role }) });
      return {
        json: made,
        lines: [`Member  ${made.memberId}`, `Link    ${made.link}`, 'Whoever opens the link becomes this member.'],
      };
    }),
};

export const memberLink: Command = {
  words: 'member link',
  about: 'prints a link that signs a member in once, within the hour: for who lost password or code',
  flags: { merchant: merchantFlag, email: emailFlag },
  run: ({ withAdmin }, { merchant = '', email = '' }) =>
    withAdmin(async (admin) => {
      const made = await admin.createSignInLink({ merchantId: merchant, email });
      return { json: made, lines: [`Link  ${made.link}`, 'Whoever opens the link is signed in as this member.'] };
    }),
};

export const memberList: Command = {
  words: 'member list',
  about: 'lists who may sign in to the Personal area, and as what',
  flags: { merchant: merchantFlag },
  run: ({ withAdmin }, { merchant = '' }) =>
    withAdmin(async (admin) => {
      const members = await admin.listMembers({ merchantId: merchant });
      const lines = members.map(
        ({ email, role, name, hasJoined }) => `${email}  ${role}  ${name}${hasJoined ? '' : '  (invited)'}`,
      );
      return { json: { members }, lines: lines.length === 0 ? ['Nobody was invited yet.'] : lines };
    }),
};

export const memberRemove: Command = {
  words: 'member remove',
  about: 'removes a member, who is signed out everywhere at once',
  flags: { merchant: merchantFlag, email: emailFlag },
  run: ({ withAdmin }, { merchant = '', email = '' }) =>
    withAdmin(async (admin) => {
      const removed = await admin.removeMember({ merchantId: merchant, email });
      return { json: removed, lines: [`Removed ${removed.email} (${removed.role}).`] };
    }),
};
