import type { Command } from '../command.ts';

export const databaseRoles: Command = {
  words: 'database roles',
  about:
    'makes or renews the roles tollgate_migrate, _serve, _jobs and _read with the least each needs; safe to repeat',
  flags: {},
  run: ({ withAdmin }) =>
    withAdmin(async (admin) => {
      const { made } = await admin.setUpDatabaseRoles();
      const lines = made.map((role) => `Made ${role}, without a login`);
      return { json: { made }, lines: [...lines, 'Each role may do what it needs, and nothing else.'] };
    }),
};
