import { readFileSync } from 'node:fs';
import { UsageError, type Command } from '../command.ts';

export const auditVerify: Command = {
  words: 'audit verify',
  about: 'checks that no row of the audit log was changed, moved, put in, deleted or cut off; exit 1 when one was',
  flags: {
    noted: {
      about: 'a file with the --json of an earlier run, kept elsewhere: its ends must still be there',
      isRequired: false,
    },
  },
  run: ({ withAdmin }, { noted }) =>
    withAdmin(async (admin) => {
      const chains = await admin.verifyAudit(noted === undefined ? {} : readNoted(noted));
      const broken = chains.filter((chain) => chain.broken !== undefined);
      const lines = chains.map(({ merchantId, sealed, waiting, broken: what }) =>
        what === undefined
          ? `ok      ${merchantId}: ${sealed} acts${waiting === 0 ? '' : `, ${waiting} wait to be sealed`}`
          : `broken  ${merchantId}: ${what}`,
      );
      return {
        json: { ok: broken.length === 0, chains },
        lines: [
          ...lines,
          broken.length === 0
            ? 'The audit log is whole. Keep the --json of this somewhere else, for --noted.'
            : `${broken.length} of ${chains.length} chains are broken.`,
        ],
        exitCode: broken.length === 0 ? 0 : 1,
      };
    }),
};

const readNoted = (file: string): Readonly<Record<string, string>> => {
  try {
    const { chains } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly chains: readonly { readonly merchantId: string; readonly head?: string }[];
    };
    return Object.fromEntries(
      chains.flatMap(({ merchantId, head }) => (head === undefined ? [] : [[merchantId, head]])),
    );
  } catch {
    throw new UsageError(`--noted must be a file with the --json of \`tollgate audit verify\`; ${file} is not.`);
  }
};
