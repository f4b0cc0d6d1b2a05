import { html, type Html } from '../kernel/html.ts';

export type Language = 'shell' | 'json' | 'js' | 'python' | 'php' | 'http' | 'text';

/** One pattern a language; the name of the group that matched is the class of the letters. */
const patterns: Readonly<Record<Language, RegExp | undefined>> = {
  shell:
    /(?<comment>(?<=\s|^)#.*$)|(?<string>"(?:[^"\\]|\\.)*"|'[^']*')|(?<keyword>(?<=^|\| )(?:curl|export|npm|npx|openssl|printf)\b)|(?<name>(?<=\s)-{1,2}[A-Za-z][\w-]*)/gm,
  json: /(?<name>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\b\d+\b)|(?<keyword>\b(?:true|false|null)\b)/gm,
  js: /(?<comment>\/\/.*$)|(?<string>'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*")|(?<keyword>\b(?:import|from|const|let|await|async|for|of|if|else|return|throw|new|case|switch|try|catch|function)\b)|(?<number>\b\d+\b)/gm,
  python:
    /(?<comment>#.*$)|(?<string>[bf]?"(?:[^"\\]|\\.)*"|[bf]?'(?:[^'\\]|\\.)*')|(?<keyword>\b(?:import|from|def|return|for|in|if|not|and|or|any|raise)\b)|(?<number>\b\d+\b)/gm,
  php: /(?<comment>\/\/.*$)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<keyword>\b(?:function|return|foreach|as|if|bool|string|array)\b)|(?<name>\$\w+)|(?<number>\b\d+\b)/gm,
  http: /(?<name>^[A-Za-z-]+(?=:))|(?<keyword>^(?:GET|POST|HTTP\/1\.1)\b)/gm,
  text: undefined,
};

const classes = ['comment', 'string', 'keyword', 'name', 'number'] as const;

/** Colours for code, made on the server; what no pattern knows stays plain. */
export const highlight = (language: Language, code: string): Html => {
  const pattern = patterns[language];
  if (pattern === undefined) return html`${code}`;
  const parts: Html[] = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    const found = classes.find((name) => match.groups?.[name] !== undefined);
    parts.push(
      html`${code.slice(at, match.index)}`,
      found === undefined ? html`${match[0]}` : html`<span class="${found}">${match[0]}</span>`,
    );
    at = match.index + match[0].length;
  }
  return html`${[...parts, html`${code.slice(at)}`]}`;
};
