import type { Command } from '../command.ts';

export const migrate: Command = {
  words: 'migrate',
  about: 'brings the database to the newest schema; safe to repeat',
  flags: {},
  run: ({ withAdmin }) =>
    withAdmin(async (admin) => {
      const { applied } = await admin.migrate();
      const lines = applied.map((name) => `Applied ${name}`);
      return { json: { applied }, lines: lines.length === 0 ? ['The schema is the newest already.'] : lines };
    }),
};
