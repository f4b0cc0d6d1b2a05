import type { Command } from '../command.ts';

const emailFlag = { about: 'the e-mail address that the operator signs in with', isRequired: true } as const;

export const operatorInvite: Command = {
  words: 'operator invite',
  about: 'lets somebody run this gateway in the Personal area: prints a link that works once, within a week',
  flags: {
    email: emailFlag,
    role: { about: 'operator (when left out), or observer, who changes nothing', isRequired: false },
  },
  run: ({ withAdmin }, { email = '', role }) =>
    withAdmin(async (admin) => {
      const made = await admin.inviteOperator({ email, ...(role !== undefined && { role }) });
      return {
        json: made,
        lines: [
          `Operator  ${made.memberId}`,
          `Link      ${made.link}`,
          'Whoever opens the link becomes this operator.',
        ],
      };
    }),
};

export const operatorLink: Command = {
  words: 'operator link',
  about: 'prints a link that signs an operator in once, within the hour: for who lost password or code',
  flags: { email: emailFlag },
  run: ({ withAdmin }, { email = '' }) =>
    withAdmin(async (admin) => {
      const made = await admin.createOperatorLink({ email });
      return { json: made, lines: [`Link  ${made.link}`, 'Whoever opens the link is signed in as this operator.'] };
    }),
};

export const operatorList: Command = {
  words: 'operator list',
  about: 'lists who runs this gateway in the Personal area',
  flags: {},
  run: ({ withAdmin }) =>
    withAdmin(async (admin) => {
      const operators = await admin.listOperators();
      const lines = operators.map(
        ({ email, role, name, hasJoined }) => `${email}  ${role}  ${name}${hasJoined ? '' : '  (invited)'}`,
      );
      return { json: { operators }, lines: lines.length === 0 ? ['Nobody was invited yet.'] : lines };
    }),
};

export const operatorRemove: Command = {
  words: 'operator remove',
  about: 'removes an operator, who is signed out everywhere at once',
  flags: { email: emailFlag },
  run: ({ withAdmin }, { email = '' }) =>
    withAdmin(async (admin) => {
      const removed = await admin.removeOperator({ email });
      return { json: removed, lines: [`Removed ${removed.email} (${removed.role}).`] };
    }),
};
