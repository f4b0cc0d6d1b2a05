import type { Command } from '../command.ts';
import { splitList } from '../split-list.ts';

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

export const operatorKeyCreate: Command = {
  words: 'operator key create',
  about: 'makes an API key for the paths below /operator, which is shown only now',
  flags: {
    name: { about: 'what the key is for', isRequired: false },
    scopes: { about: 'operator:read (when left out), operator:write, or both with a comma', isRequired: false },
    'expires-at': { about: 'from when on it is refused, such as 2027-01-31T00:00:00Z', isRequired: false },
    addresses: { about: 'from where it may be used, such as 203.0.113.0/24,2001:db8::/48', isRequired: false },
  },
  run: ({ withAdmin }, { name, scopes, 'expires-at': expiresAt, addresses }) =>
    withAdmin(async (admin) => {
      const { id, apiKey } = await admin.createOperatorKey({
        ...(name !== undefined && { name }),
        ...(scopes !== undefined && { scopes: splitList(scopes) }),
        ...(expiresAt !== undefined && { expiresAt }),
        ...(addresses !== undefined && { allowedAddresses: splitList(addresses) }),
      });
      return { json: { id, apiKey }, lines: [`Key id    ${id}`, `API key   ${apiKey}`, 'The key is shown only now.'] };
    }),
};

export const operatorKeyList: Command = {
  words: 'operator key list',
  about: 'lists the living API keys of operators',
  flags: {},
  run: ({ withAdmin }) =>
    withAdmin(async (admin) => {
      const keys = await admin.listOperatorKeys();
      const lines = keys.map(({ id, last4, name, scopes }) => `${id}  …${last4}  ${name}  ${scopes.join(', ')}`);
      return { json: { keys }, lines: lines.length === 0 ? ['Operators have no living key.'] : lines };
    }),
};

export const operatorKeyDelete: Command = {
  words: 'operator key delete',
  about: 'deletes an API key of operators; every gateway refuses it within five seconds',
  flags: { key: { about: "the key's id, ak_… (`tollgate operator key list`)", isRequired: true } },
  run: ({ withAdmin }, { key = '' }) =>
    withAdmin(async (admin) => {
      const { id, name, last4 } = await admin.deleteOperatorKey({ id: key });
      return { json: { id, deleted: true }, lines: [`Deleted ${id} (${name}, …${last4}).`] };
    }),
};
