import type { TollgateEvent } from '../../sdk.ts';
import type { Terminal } from '../../tool/terminal.ts';
import { oneLine, pretty } from '../show.ts';
import type { Tried } from './forward.ts';

export type Totals = { readonly taken: number; readonly setAside: number; readonly tries: number };

export type Reporter = {
  readonly tried: (tried: Tried) => void;
  readonly totals: () => Totals;
};

const LONGEST_TYPE = 'webhookEndpoint.disabled'.length;

/** One line for each try; with `--json` one object. That a receiver is away stands there once. */
export const createReporter = (
  terminal: Terminal,
  options: { readonly printsBody: boolean; readonly nowMs: () => number },
): Reporter => {
  let totals = { taken: 0, setAside: 0, tries: 0 };
  let lastAway: string | undefined;
  return {
    totals: () => totals,
    tried: (tried) => {
      const isOver = tried.nextInMs === undefined;
      totals = {
        taken: totals.taken + (tried.wasTaken ? 1 : 0),
        setAside: totals.setAside + (isOver && !tried.wasTaken ? 1 : 0),
        tries: totals.tries + 1,
      };
      const at = new Date(options.nowMs()).toISOString();
      if (terminal.json) {
        terminal.print(JSON.stringify(jsonOf(at, tried, options.printsBody)));
        return;
      }
      const away = tried.answer.kind === 'unreachable' ? tried.answer.reason : undefined;
      const isRepeated = away !== undefined && away === lastAway;
      lastAway = away;
      if (!isRepeated) terminal.print(lineOf(terminal, at, tried));
      if (options.printsBody && tried.tries === 1) pretty(tried.event).forEach((line) => terminal.print(`    ${line}`));
    },
  };
};

const lineOf = ({ paint }: Terminal, at: string, { event, answer, wasTaken, tries, nextInMs }: Tried): string => {
  const colour = wasTaken ? paint.good : nextInMs === undefined ? paint.bad : paint.careful;
  const status = answer.kind === 'answered' ? String(answer.status) : '–';
  const head = [
    paint.faint(timeOf(at)),
    colour(status.padStart(3)),
    `${String(answer.durationMs).padStart(5)} ms`,
    event.type.padEnd(LONGEST_TYPE),
    event.id,
  ].join('  ');
  if (wasTaken) return tries === 1 ? head : `${head}  try ${String(tries)}`;
  const said = answer.kind === 'answered' ? oneLine(answer.text, 120) : answer.reason;
  const next =
    nextInMs === undefined
      ? `set aside after ${String(tries)} tries; again by \`tollgate events resend ${event.id}\`, or at the next start`
      : `again in ${String(nextInMs / 1_000)} s`;
  return `${head}\n          ${[said, next].filter((part) => part !== '').join('; ')}`;
};

const jsonOf = (at: string, { event, answer, wasTaken, tries, nextInMs }: Tried, printsBody: boolean): object => ({
  at,
  event: event.id,
  type: event.type,
  object: objectOf(event),
  outcome: wasTaken ? 'taken' : nextInMs === undefined ? 'setAside' : 'again',
  ...(answer.kind === 'answered' ? { status: answer.status } : { reason: answer.reason }),
  durationMs: answer.durationMs,
  tries,
  ...(nextInMs !== undefined && { nextInMs }),
  ...(printsBody && { body: event }),
});

const objectOf = ({ data: { object } }: TollgateEvent): string => object.id;

/** The time of this machine's clock on the wall. */
const timeOf = (at: string): string => new Date(at).toTimeString().slice(0, 8);
