/**
 * What a statement does that had to wait. It begins while the rows are held, so it has seen what was before; the holder
 * then moves them, by one or several statements, and lets go. Whatever the statement that waited makes of it, the books
 * must agree afterwards.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { openStage, type Act, type Stage, type Subject } from './waiting.fixture.ts';

let stage: Stage;
/** Holds the rows. One for all stories, so that each statement is prepared once. */
let holder: Client;
before(async () => {
  stage = await openStage();
  holder = new Client({ connectionString: stage.databaseUrl });
  holder.on('error', () => undefined);
  await holder.connect();
});
after(async () => {
  await holder.end();
  await stage.close();
});

/** How a subject comes about, what may happen to it while others wait, and who waits. */
const stories: Readonly<
  Record<string, { readonly given: string; readonly meanwhile: string; readonly waits: string }>
> = {
  'an open session': {
    given: 'create',
    meanwhile:
      'begin decline | begin notSend | begin approveSale | begin approveAuthorization | begin reversing reverse | ' +
      'challenge stop | challenge clear proceed approveSale | begin | challenge | expire',
    waits: 'expire | begin | challenge',
  },
  'an open session with a declined payment': {
    given: 'create begin decline',
    meanwhile: 'begin decline | begin exhaust | begin approveSale | challenge stop | begin | challenge | expire',
    waits: 'expire | begin | challenge | refund | cancelDirect',
  },
  'a session that is being paid': {
    given: 'create begin',
    meanwhile:
      'decline | exhaust | approveSale | approveAuthorization | notSend | reversing | reversing reverse | decline ' +
      'begin | decline expire | decline begin decline',
    waits: 'expire | decline | approveSale | approveAuthorization | exhaust | notSend | reversing | refund | capture',
  },
  'a session whose bank asks': {
    given: 'create challenge',
    meanwhile:
      'stop | clear | clear proceed | clear proceed decline | clear proceed approveSale | stop expire | stop challenge',
    waits: 'expire | stop | clear | proceed | stopForGood',
  },
  'a session whose bank has said yes': {
    given: 'create challenge clear',
    meanwhile: 'stop | proceed | proceed decline | stop expire',
    waits: 'expire | stop | proceed | stopForGood',
  },
  'an authorized payment': {
    given: 'create begin approveAuthorization',
    meanwhile:
      'capture captured | capture captureFailed | captureLast captured | capture captured refund refunded | ' +
      'capture captured refund refundFailed | cancel voided | cancel voidFailed | capture captured cancel voided ' +
      '| capture captured cancel voidFailed | capture | cancel | increment | increment incremented | ' +
      'increment incrementFailed',
    waits: 'capture | captureLast | increment | cancel | refund | refundAll | expire | captured | voided',
  },
  'an authorized payment, captured in part': {
    given: 'create begin approveAuthorization capture captured',
    meanwhile:
      'capture captured | captureLast captured | capture captureFailed | refund refunded | refund refundFailed | ' +
      'refund | cancel voided | cancel voidFailed | cancel | refund refunded capture captured',
    waits: 'capture | captureLast | cancel | refund | refundAll',
  },
  'a capture under way': {
    given: 'create begin approveAuthorization capture captured capture',
    meanwhile: 'captured | captureFailed | refund refunded | refund refundFailed | refund | captured refund refunded',
    waits: 'captured | captureFailed | refund | refundAll | capture | cancel',
  },
  'an increment under way': {
    given: 'create begin approveAuthorization increment',
    meanwhile: 'incremented | incrementFailed | incremented capture captured | incrementFailed cancel',
    waits: 'incremented | incrementFailed | increment | capture | captureLast | cancel',
  },
  'a cancel under way': {
    given: 'create begin approveAuthorization cancel',
    meanwhile: 'voided | voidFailed | voidFailed capture | voidFailed captureLast captured | voidFailed cancel',
    waits: 'voided | voidFailed | capture | cancel',
  },
  'a paid session': {
    given: 'create begin approveSale',
    meanwhile:
      'refund refunded | refund refundFailed | refundAll refundFailed | refundAll refunded | refundAll | refund ' +
      'refundFailed refund refunded',
    waits: 'refund | refundAll | expire',
  },
  'a refund under way': {
    given: 'create begin approveSale refund',
    meanwhile: 'refunded | refundFailed | refund2 refunded2 | refund2 refundFailed2 | refundFailed refundAll2',
    waits: 'refunded | refundFailed | refund2 | refundAll2',
  },
  'two refunds under way': {
    given: 'create begin approveSale refund refund2',
    meanwhile: 'refunded | refundFailed | refunded refundFailed2 | refundFailed refundFailed2',
    waits: 'refunded2 | refundFailed2 | refundFailed',
  },
  'a direct payment that waits for its customer': {
    given: 'prepare',
    meanwhile:
      'cancelDirect | stop | proceed | proceed decline | proceed decline stepUp | beginChallenge clear | ' +
      'beginChallenge',
    waits: 'cancelDirect | stop | proceed | beginChallenge | stepUp',
  },
  'a direct payment that was declined softly': {
    given: 'prepare proceed decline',
    meanwhile: 'stepUp | cancelDirect | stepUp stop2 | stepUp stop2 cancelDirect',
    waits: 'cancelDirect | stepUp | stop2',
  },
};

const words = (text: string, by: string): readonly string[] => text.split(by).map((word) => word.trim());

for (const [about, { given, meanwhile, waits }] of Object.entries(stories)) {
  describe(about, () => {
    for (const story of words(meanwhile, '|')) {
      for (const waiting of words(waits, '|')) {
        test(`${waiting} waits, meanwhile ${story}`, async () => {
          const subject = stage.newSubject();
          for (const act of words(given, ' ')) await stage.act(act as Act, subject);
          await behind(subject, words(story, ' ') as readonly Act[], waiting as Act);
          assert.deepEqual(await stage.findDisagreements(subject), []);
        });
      }
    }
  });
}

/** `waiting` begins before anything of `story` is there, and goes on when all of it is. */
const behind = async (subject: Subject, story: readonly Act[], waiting: Act): Promise<void> => {
  await holder.query('begin');
  try {
    for (const sql of stage.lockAll(subject)) await holder.query(sql);
    let isOver = false;
    const waited = stage.act(waiting, subject).finally(() => {
      isOver = true;
    });
    // One that finds nothing to wait for has judged what was before, and is over.
    await Promise.race([waited, stage.untilSomebodyWaits(() => isOver)]);
    for (const act of story) await stage.act(act, subject, holder);
    await holder.query('commit');
    await waited;
  } catch (error) {
    await holder.query('rollback');
    throw error;
  }
};
