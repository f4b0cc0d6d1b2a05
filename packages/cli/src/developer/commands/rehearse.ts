import { UsageError } from '../../tool/command.ts';
import type { Paint } from '../../tool/terminal.ts';
import { splitList, wholeNumber } from '../../tool/flags.ts';
import { nearest } from '../../tool/nearest.ts';
import type { Command } from '../deps.ts';
import { createPoster } from '../post.ts';
import { CHECKS, type Check } from '../rehearse/checks.ts';
import { overall, type Grade } from '../rehearse/judge.ts';
import { rehearseAll, type Judged } from '../rehearse/run.ts';
import { columns } from '../show.ts';
import { isSecret } from '../sign.ts';

const NAMES = CHECKS.map(({ name }) => name);

export const rehearse: Command = {
  words: 'rehearse',
  about: 'sends a webhook endpoint what a good and a bad day bring, and says what to change',
  operands: [{ name: 'url', about: 'your endpoint, such as http://localhost:3000/webhooks', isRequired: true }],
  flags: {
    secret: { about: 'the secret it checks with, whsec_…; TOLLGATE_WEBHOOK_SECRET when left out', isRequired: false },
    reference: { about: 'an order number that your shop knows (merchantReferenceId)', isRequired: false },
    'state-url': {
      about: 'an address of your shop that shows what events change: an order, a count',
      isRequired: false,
    },
    only: { about: `some of the checks: ${NAMES.join(', ')}`, isRequired: false },
    'slow-ms': { about: 'the pause between two pieces of the slow event; 400 when left out', isRequired: false },
    'skip-verify-tls': { about: 'take any certificate, for https on this machine', isRequired: false, isSwitch: true },
  },
  more: [
    'Use a shop for tests: the events say that sessions are paid, though no session of the gateway is touched and no',
    'gateway is needed.',
    '',
    'What is judged are the answers. Whether a repetition did harm behind a 2xx is seen only with --state-url, which',
    'is loaded before and after what must change nothing, and has to look the same. It cannot see what you do later,',
    'such as mail that is sent twice.',
    '',
    'Ends with 1 when a check fails; warnings alone end with 0.',
    '',
    'Checks:',
    ...columns(CHECKS.map(({ name, title }) => [`  ${name}`, title])),
  ],
  examples: [
    'tollgate rehearse http://localhost:3000/webhooks --secret whsec_…',
    'tollgate rehearse http://localhost:3000/webhooks --reference 1042 --state-url http://localhost:3000/orders/1042',
    'tollgate rehearse https://localhost:3000/hook --only stale,unsigned --json',
  ],
  run: async ({ terminal }, given) => {
    const { url = '', reference } = given;
    const nowMs = (): number => Date.now();
    const poster = createPoster({
      url: httpUrl('url', url),
      skipVerifyTls: given['skip-verify-tls'] !== undefined,
      nowMs: () => performance.now(),
    });
    try {
      const stage = {
        story: { reference, nowMs: nowMs() },
        post: poster.post,
        secret: secretFrom(given['secret'] ?? terminal.environment['TOLLGATE_WEBHOOK_SECRET']),
        nowMs,
        slowWaitMs: wholeNumber('slow-ms', given['slow-ms'], { least: 0, most: 500, otherwise: 400 }),
        look: await createLook(given['state-url']),
      };
      const print = (judged: Judged): void => {
        if (!terminal.json) linesOf(judged, terminal.paint).forEach(terminal.print);
      };
      const all = await rehearseAll(stage, chosen(given['only']), print);
      const grade = overall(all.map((one) => one.grade));
      return {
        json: { url, grade, checks: all },
        lines: ['', conclusion(grade, all)],
        exitCode: grade === 'fail' ? 1 : 0,
      };
    } finally {
      poster.close();
    }
  },
};

export const httpUrl = (name: string, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new UsageError(`${name} is "${text}"; it must be an address that begins with http:// or https://.`);
};

const secretFrom = (text: string | undefined): string => {
  if (text === undefined || text === '')
    throw new UsageError(
      'The secret is needed that your endpoint checks with: --secret whsec_… or TOLLGATE_WEBHOOK_SECRET. ' +
        '`tollgate listen` prints the one that it signs with.',
    );
  if (isSecret(text)) return text;
  throw new UsageError('The secret must be "whsec_" followed by base64, as the gateway and `tollgate listen` give it.');
};

/** The first check is always among them: the others say nothing without it. */
const chosen = (text: string | undefined): readonly Check[] => {
  if (text === undefined) return CHECKS;
  const wanted = splitList(text);
  for (const name of wanted) {
    if (NAMES.includes(name)) continue;
    const near = nearest(name, NAMES);
    throw new UsageError(`There is no check "${name}"${near === undefined ? '' : `, did you mean ${near}?`}`);
  }
  return CHECKS.filter(({ name }, at) => at === 0 || wanted.includes(name));
};

/** A page that changes by itself says nothing, so it is loaded twice before anything is sent. */
const createLook = async (url: string | undefined): Promise<(() => Promise<string>) | undefined> => {
  if (url === undefined) return undefined;
  const address = httpUrl('--state-url', url);
  const look = async (): Promise<string> => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`--state-url answered ${String(answer.status)}; it has to show something.`);
    return answer.text();
  };
  if ((await look()) === (await look())) return look;
  throw new Error(
    'What --state-url shows changes by itself (a time, a token?): give an address that shows only state.',
  );
};

const MARKS = { pass: '✔', warn: '!', fail: '✘', skipped: '–' } as const;

const linesOf = ({ grade, title, saw, change }: Judged, paint: Paint): readonly string[] => {
  const colour = { pass: paint.good, warn: paint.careful, fail: paint.bad, skipped: paint.faint }[grade];
  return [
    `${colour(`${MARKS[grade]} ${grade.padEnd(7)}`)} ${title}: ${saw}`,
    ...(change === undefined ? [] : [`            ${change}`]),
  ];
};

const conclusion = (grade: Grade, all: readonly Judged[]): string => {
  const count = (wanted: Grade): number => all.filter((one) => one.grade === wanted).length;
  if (grade === 'pass') return `Passed: ${String(all.length)} of ${String(all.length)} checks.`;
  if (grade === 'warn') return `Passed, with ${String(count('warn'))} to look at.`;
  const others = count('skipped') > 0 ? ', and the others say nothing' : '';
  return `Failed: ${String(count('fail'))} of ${String(all.length)} checks${others}.`;
};
