import type { BoundCommand } from './command.ts';

/** Programs that make a shell offer commands, flags and the words that flags take. Each is written for `tollgate`. */
export type Shell = 'bash' | 'zsh' | 'fish';

export const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];

export const completionFor = (shell: Shell, commands: readonly BoundCommand[]): string => MAKERS[shell](commands);

/** What can come next after these words, one offer a line: `word<tab>what it is`. */
const offersOf = (commands: readonly BoundCommand[]): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const offers = new Map<string, Map<string, string>>();
  const add = (after: string, word: string, about: string): void => {
    const words = offers.get(after) ?? new Map<string, string>();
    if (!words.has(word)) words.set(word, about);
    offers.set(after, words);
  };
  for (const command of commands) {
    const words = command.words.split(' ');
    words.forEach((word, at) => add(words.slice(0, at).join(' '), word, at === words.length - 1 ? command.about : ''));
    for (const word of command.operands?.[0]?.oneOf ?? []) add(command.words, word, '');
    for (const [name, { about }] of Object.entries(command.flags)) add(command.words, `--${name}`, about);
    add(command.words, '--json', 'print only JSON');
    add(command.words, '--help', 'how it is called');
    for (const [name, { oneOf = [] }] of Object.entries(command.flags))
      for (const word of oneOf) add(`${command.words} --${name}`, word, '');
  }
  return offers;
};

const wordsOf = (offers: ReadonlyMap<string, string>): string => [...offers.keys()].join(' ');

/** The longest known beginning of what was typed says what to offer; a flag that takes a word comes first. */
const bash = (commands: readonly BoundCommand[]): string => {
  const offers = offersOf(commands);
  const cases = [...offers].map(([after, words]) => `    ${quoted(after)}) offers=${quoted(wordsOf(words))} ;;`);
  return `# tollgate completion bash > /etc/bash_completion.d/tollgate, or: source <(tollgate completion bash)
_tollgate() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} path='' offers='' word count=0
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) break ;; esac
    [ $count -lt 2 ] && path="\${path:+$path }$word"
    count=$((count + 1))
  done
  _tollgate_offers "$path"
  case $offers in '') _tollgate_offers "\${path%% *}" ;; esac
  local known=$offers
  case $previous in --*) _tollgate_offers "$path $previous"; : "\${offers:=$known}" ;; esac
  COMPREPLY=($(compgen -W "$offers" -- "$current"))
}
_tollgate_offers() {
  case $1 in
${cases.join('\n')}
    *) offers='' ;;
  esac
}
complete -F _tollgate tollgate
`;
};

const zsh = (commands: readonly BoundCommand[]): string => `#compdef tollgate
# tollgate completion zsh > "\${fpath[1]}/_tollgate", or in ~/.zshrc: source <(tollgate completion zsh)
autoload -U +X bashcompinit && bashcompinit
${bash(commands).split('\n').slice(1).join('\n')}`;

const fish = (commands: readonly BoundCommand[]): string => {
  const lines = [...offersOf(commands)].flatMap(([after, words]) =>
    [...words].map(([word, about]) => fishLine(after, word, about)),
  );
  return `# tollgate completion fish > ~/.config/fish/completions/tollgate.fish
function __tollgate_after
  set -l words (commandline -opc)
  set -l typed (string join ' ' -- $words[2..-1])
  test "$typed" = "$argv[1]"
end
function __tollgate_in
  set -l words (commandline -opc)
  set -l typed (string join ' ' -- $words[2..-1])
  string match -q -- "$argv[1]*" "$typed"
end
complete -c tollgate -f
${lines.join('\n')}
`;
};

const fishLine = (after: string, word: string, about: string): string => {
  const description = about === '' ? '' : ` -d ${quoted(about)}`;
  const [, command, flag] = /^(.*) --([a-z-]+)$/.exec(after) ?? [];
  if (command !== undefined && flag !== undefined)
    return `complete -c tollgate -n ${quoted(`__tollgate_in "${command}"`)} -l ${flag} -x -a ${quoted(word)}`;
  if (word.startsWith('--'))
    return `complete -c tollgate -n ${quoted(`__tollgate_in "${after}"`)} -l ${word.slice(2)}${description}`;
  return `complete -c tollgate -n ${quoted(`__tollgate_after "${after}"`)} -a ${quoted(word)}${description}`;
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const MAKERS: Readonly<Record<Shell, (commands: readonly BoundCommand[]) => string>> = { bash, zsh, fish };
