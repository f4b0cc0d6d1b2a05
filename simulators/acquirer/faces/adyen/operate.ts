import type { ServerResponse } from 'node:http';
import { cutLine, sendErrorPage } from '../../../shared/respond.ts';
import { operate, type Host } from '../../exchange.ts';
import type { FaultPlan } from '../../fault-kinds.ts';
import type { Notifier } from '../../notify.ts';
import { deliver, type HttpReply } from '../../respond.ts';
import type { Answer, Operation } from '../../wire.ts';
import { underWay } from './answers.ts';
import type { AdyenFaceSettings } from './index.ts';
import type { Fields } from './messages.ts';
import type { Names } from './names.ts';
import { noticeOf, type Item } from './notices.ts';

export type Desk = {
  readonly host: Host;
  readonly settings: AdyenFaceSettings;
  readonly names: Names;
  /** Idempotency keys whose first request is not answered yet. */
  readonly underWay: Set<string>;
  readonly notify: Notifier;
};

/** One request, after who sent it was found right. */
export type AdyenCall = {
  readonly body: Fields;
  readonly response: ServerResponse;
  /** The host's name of the payment in the path. */
  readonly payment: string | undefined;
  readonly verb: string;
  /** The merchant's own name for what he asks. */
  readonly reference: string;
  readonly key: string | undefined;
  /** The name in the books. */
  readonly ref: string;
  /** What a test payment asks to be refused with. */
  readonly declineCode?: string | undefined;
};

export type Outcome = {
  readonly reply: (plan: FaultPlan | undefined) => HttpReply;
  /** What the host tells by itself. */
  readonly item: Omit<Item, 'eventDate'> | undefined;
  /** After that: the success that did not last. */
  readonly takenBack?: Omit<Item, 'eventDate'> | undefined;
};

/** Puts an operation into the books, answers in the host's words, and tells by itself how it ended. */
export const settleAndTell = async (
  desk: Desk,
  call: AdyenCall,
  operation: Operation,
  outcomeOf: (answer: Answer, plan: FaultPlan | undefined) => Outcome,
): Promise<void> => {
  const { response, key } = call;
  if (key !== undefined && desk.underWay.has(key)) {
    deliver(response, underWay, undefined);
    return;
  }
  if (key !== undefined) desk.underWay.add(key);
  const answering: Promise<void>[] = [];
  await operate(desk.host, operation, {
    ...(call.reference === call.ref ? {} : { clientRef: call.reference }),
    declineCode: () => call.declineCode,
    reply: {
      answer: (answer, plan) => {
        answering.push(tell(desk, response, outcomeOf(answer, plan), { answer, plan }));
      },
      spoil: (how) => {
        if (how === 'cut') cutLine(response);
        else sendErrorPage(response, 503);
      },
    },
  });
  if (key !== undefined) desk.underWay.delete(key);
  await Promise.all(answering);
};

const tell = async (
  desk: Desk,
  response: ServerResponse,
  outcome: Outcome,
  { answer, plan }: { readonly answer: Answer; readonly plan: FaultPlan | undefined },
): Promise<void> => {
  const told = tellAll(desk, [outcome.item, outcome.takenBack]);
  // A notification that is there before the answer is not rare where the answer is slow.
  if (plan?.noticeFirst === true) await told;
  deliver(response, answer.responseCode === '09' ? underWay : outcome.reply(plan), plan?.answer);
};

export const tellAll = async (desk: Desk, items: readonly Outcome['item'][]): Promise<void> => {
  const { url: notifyUrl, secret: hmacKey } = desk.host.notifyAt.get('adyen') ?? {};
  const settings = notifyUrl === undefined ? desk.settings : { ...desk.settings, notifyUrl, hmacKey };
  const eventDate = new Date(desk.host.nowMs()).toISOString().replace(/\.\d+Z$/, '+00:00');
  await Promise.all(
    items.map((item) => {
      const notice = item === undefined ? undefined : noticeOf(settings, { ...item, eventDate });
      return notice === undefined ? Promise.resolve() : desk.notify(notice);
    }),
  );
};

/** A repeat has the first answer, and nothing is told anew. */
export const isFirst = (answer: Answer): boolean => answer.duplicate !== true && answer.responseCode !== '94';
