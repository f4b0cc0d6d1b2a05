import type { Command, CommandDeps, Result } from '../command.ts';

/** What of the administration it needs. */
type VaultAdmin = {
  readonly rotateVault: (
    wish: { readonly dataKey: boolean; readonly kek: boolean },
    onProgress: (line: string) => void,
  ) => Promise<Rotation>;
};
type Rotation = {
  readonly rewrapped: number;
  readonly newVersion: number | undefined;
  readonly resumed: boolean;
  readonly reencrypted: number;
  readonly unreadable: number;
  readonly retired: readonly number[];
};
type VaultDeps = Pick<CommandDeps, 'progress'> & {
  readonly withAdmin: <T>(act: (admin: VaultAdmin) => Promise<T>) => Promise<T>;
};

export const vaultRotate = {
  words: 'vault rotate',
  about: 'changes the keys of stored cards while payments run; may be stopped and run again at any time',
  flags: {
    'data-key': { about: 'only make a new data key and put every card under it', isRequired: false, isSwitch: true },
    kek: {
      about: 'only put the data keys under the first key of the vault key file',
      isRequired: false,
      isSwitch: true,
    },
  },
  run: (
    { withAdmin, progress }: VaultDeps,
    { 'data-key': dataKey, kek }: Readonly<Record<string, string>>,
  ): Promise<Result> =>
    withAdmin(async (admin) => {
      const isBoth = dataKey === undefined && kek === undefined;
      const wish = { dataKey: isBoth || dataKey !== undefined, kek: isBoth || kek !== undefined };
      const rotation = await admin.rotateVault(wish, progress);
      return { json: rotation, lines: linesOf(wish, rotation) };
    }),
} satisfies Omit<Command, 'run'> & { readonly run: unknown };

const linesOf = (wish: { readonly dataKey: boolean; readonly kek: boolean }, rotation: Rotation): readonly string[] => [
  ...(wish.kek ? kekLines(rotation) : []),
  ...(wish.dataKey ? dataKeyLines(rotation) : []),
];

const kekLines = ({ rewrapped }: Rotation): readonly string[] =>
  rewrapped === 0
    ? [
        'All data keys are under the first vault key already. To change it: `openssl rand -hex 32`, put the ' +
          'result above the old key, on every machine, and run this again.',
      ]
    : [
        `Put ${rewrapped} data keys under the new vault key. The old one opens nothing any more: remove it from ` +
          'the vault key file of every machine.',
      ];

const dataKeyLines = ({ newVersion, resumed, reencrypted, unreadable, retired }: Rotation): readonly string[] => [
  ...(newVersion === undefined ? [] : [`Data key ${newVersion} is in use.`]),
  `Put ${reencrypted} cards under the newest data key.`,
  ...(resumed ? ['This finished an earlier rotation; run it again for a new data key.'] : []),
  ...(retired.length === 0 ? [] : [`Removed data keys that no card needs: ${retired.join(', ')}.`]),
  ...(unreadable === 0
    ? []
    : [`${unreadable} cards do not open and stay under their old key; the gateway names them in its log.`]),
];
