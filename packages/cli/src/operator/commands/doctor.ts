import type { Command } from '../command.ts';

export const doctor: Command = {
  words: 'doctor',
  about:
    'looks at settings, keys, database, clock, ports, webhooks and disk, and says what to do; exit 1 when one fails',
  flags: {},
  run: async ({ examine }) => {
    const findings = await examine();
    const failed = findings.filter(({ state }) => state === 'fail').length;
    return {
      json: { ok: failed === 0, findings },
      lines: [
        ...findings.flatMap(({ check, state, detail, toDo }) => [
          `${state.padEnd(5)} ${check.padEnd(14)} ${detail}`,
          ...(toDo === undefined ? [] : [`${' '.repeat(21)}${toDo}`]),
        ]),
        failed === 0 ? 'Nothing fails.' : `${failed} of ${findings.length} checks fail.`,
      ],
      exitCode: failed === 0 ? 0 : 1,
    };
  },
};
