import type { Command } from '../deps.ts';
import { EVENT_TYPES, readEventTypes } from '../event-types.ts';
import { listen } from '../listen/listen.ts';
import { createReporter } from '../listen/report.ts';
import { openListenFile, shortHash } from '../listen/state.ts';
import { createPoster } from '../post.ts';
import { httpUrl } from './rehearse.ts';

export const listenCommand: Command = {
  words: 'listen',
  about: 'forwards webhooks to this machine: signed, in order for each session, from where it stopped',
  flags: {
    'forward-to': { about: 'your endpoint, such as http://localhost:3000/webhooks', isRequired: true },
    events: { about: 'only these types, such as session.completed,session.expired', isRequired: false },
    from: {
      about: 'start (the oldest event that is kept) or latest; where it stopped last when left out',
      isRequired: false,
      oneOf: ['start', 'latest'],
    },
    'print-body': { about: 'shows each event, too', isRequired: false, isSwitch: true },
    'print-secret': { about: 'only prints the secret that it signs with', isRequired: false, isSwitch: true },
    'skip-verify-tls': { about: 'take any certificate, for https on this machine', isRequired: false, isSwitch: true },
  },
  more: [
    'It signs with a secret of its own, which stays the same for this endpoint: put it into your shop’s settings. The',
    'headers are those of the gateway, in both dialects (X-Signature, and Standard Webhooks).',
    '',
    'Nothing is lost when it is stopped or killed: it goes on where it was. What was under way may come twice, with',
    'the same id. While nothing listens at your endpoint, events wait. One that is refused is tried 5 times, then set',
    'aside, and tried again at the next start. Events that are sent again (`tollgate events resend`) come within',
    'seconds, if the key may read the audit log.',
    '',
    `Types: ${EVENT_TYPES.join(', ')}.`,
  ],
  examples: [
    'tollgate listen --forward-to http://localhost:3000/webhooks',
    'tollgate listen --forward-to http://localhost:3000/webhooks --events session.completed,session.expired',
    'export TOLLGATE_WEBHOOK_SECRET=$(tollgate listen --forward-to http://localhost:3000/webhooks --print-secret)',
  ],
  run: async ({ terminal, signIn, connect }, given) => {
    const target = httpUrl('--forward-to', given['forward-to'] ?? '');
    const types = readEventTypes(given['events']);
    const { name, baseUrl, apiKey, source } = signIn();
    const account = source === 'file' ? name : shortHash(apiKey);
    const file = openListenFile(terminal.environment, { account, baseUrl, target });
    if (given['print-secret'] !== undefined) {
      const state = file.read();
      file.write(state);
      return { json: { secret: state.secret }, lines: [state.secret] };
    }
    const nowMs = (): number => Date.now();
    const reporter = createReporter(terminal, { printsBody: given['print-body'] !== undefined, nowMs });
    const poster = createPoster({
      url: target,
      skipVerifyTls: given['skip-verify-tls'] !== undefined,
      nowMs: () => performance.now(),
    });
    const ready = (secret: string, isNew: boolean): void => {
      if (terminal.json) terminal.print(JSON.stringify({ ready: true, target, secret }));
      terminal.tell(`${isNew ? 'Listening from now on' : 'Listening from where it stopped'}: ${baseUrl} → ${target}`);
      terminal.tell(`Signed with ${terminal.paint.strong(secret)}`);
      terminal.tell('Ctrl-C ends it.');
    };
    const { post } = poster;
    const signal = terminal.catchStop();
    const watching = { report: reporter.tried, tell: terminal.tell, onReady: ready };
    const from = given['from'] === 'start' || given['from'] === 'latest' ? given['from'] : undefined;
    try {
      await listen({ tollgate: connect(), file, post, nowMs, signal, ...watching }, { types, from });
    } finally {
      poster.close();
    }
    const totals = reporter.totals();
    terminal.tell(
      `\nTaken: ${String(totals.taken)}. Set aside: ${String(totals.setAside)}. It goes on from here next time.`,
    );
    return { json: { ended: true, ...totals }, lines: [] };
  },
};
