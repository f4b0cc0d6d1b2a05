import { judgeBetterTaken, judgeRefused, judgeTaken, type Finding } from './judge.ts';
import { completed, fullMetadata, sessionStory } from './made-up.ts';
import { changesBy, otherSecret, send, type Stage } from './stage.ts';

export type Check = {
  readonly name: string;
  readonly title: string;
  readonly run: (stage: Stage) => Promise<Finding>;
};

const AT_ONCE = 20;
const COPIES = 5;
const HOUR_SECONDS = 3_600;

/** What a gateway sends on a good day and on a bad one, in the order in which it is tried. The first decides whether
 * the others can say anything. */
export const CHECKS: readonly Check[] = [
  {
    name: 'correct',
    title: 'a correct event',
    run: async (stage) => {
      const answer = await send(stage, completed(stage.story));
      const isAboutOrder = answer.kind === 'answered' && [404, 409, 410, 422].includes(answer.status);
      return judgeTaken([answer], isAboutOrder ? UNKNOWN_ORDER : NOT_BELIEVED);
    },
  },
  {
    name: 'duplicate',
    title: 'the same event again',
    run: async (stage) => {
      const event = completed(stage.story);
      const first = await send(stage, event);
      return judgeRepeated(stage, async () => [first, await send(stage, event)], SAME_ID);
    },
  },
  {
    name: 'duplicateAtOnce',
    title: `the same event ${String(COPIES)} times at once`,
    run: async (stage) => {
      const event = completed(stage.story);
      return judgeTaken(
        await Promise.all(Array.from({ length: COPIES }, () => send(stage, event))),
        'Let the database decide which copy is the first (insert … on conflict do nothing), and answer 2xx to the ' +
          'others.',
      );
    },
  },
  {
    name: 'outOfOrder',
    title: 'an event that is older than what was heard already',
    run: async (stage) => {
      const [created, paid, expired] = sessionStory(stage.story);
      const first = await send(stage, paid);
      const older = async () => [first, await send(stage, created), await send(stage, expired)];
      return judgeRepeated(
        stage,
        older,
        'Keep the largest `sequence` of each session: answer 2xx to an event with a smaller one, and change nothing.',
      );
    },
  },
  {
    name: 'unsigned',
    title: 'an event without a signature',
    run: async (stage) =>
      judgeUnchanged(
        stage,
        async () => [await send(stage, completed(stage.story), { isUnsigned: true })],
        'Check the signature before anything else: anybody can post here and say that an order is paid.',
      ),
  },
  {
    name: 'wrongSignature',
    title: 'events signed with another secret, with half a signature, with none in its place, and changed on the way',
    run: async (stage) => {
      const event = completed(stage.story);
      const changed = JSON.stringify(event).replace('"amount":1000', '"amount":9000');
      return judgeUnchanged(
        stage,
        async () => [
          await send(stage, completed(stage.story), { secret: otherSecret() }),
          await send(stage, event, { sentBody: changed }),
          await send(stage, completed(stage.story), { spoil: (signature) => signature.slice(0, 8) }),
          await send(stage, completed(stage.story), { spoil: () => '' }),
        ],
        'Compare the signature over the bytes that arrived with the one in the header, all of it, and refuse when ' +
          'they differ.',
      );
    },
  },
  {
    name: 'stale',
    title: 'events that were signed an hour ago, and in an hour',
    run: async (stage) =>
      judgeUnchanged(
        stage,
        async () => [
          await send(stage, completed(stage.story), { ageSeconds: HOUR_SECONDS }),
          await send(stage, completed(stage.story), { ageSeconds: -HOUR_SECONDS }),
        ],
        'Refuse a signature whose `t` (`webhook-timestamp`) is more than five minutes away from your clock: whoever ' +
          'recorded a delivery could play it again. Every try of the gateway is signed anew.',
      ),
  },
  {
    name: 'notJson',
    title: 'something that is no event at all',
    run: async (stage) =>
      judgeRefused(
        [await send(stage, { id: 'none', body: 'hello' }, { isUnsigned: true })],
        'Check the signature before anything else: this had none.',
      ),
  },
  {
    name: 'bytes',
    title: 'a correct event whose JSON is laid out in another way',
    run: async (stage) => {
      const event = completed(stage.story);
      const body = JSON.stringify(event, null, 2).replace('"rehearsal": "yes"', '"rehearsal": "\\u0079es"');
      return judgeTaken(
        [await send(stage, { id: event.id, body })],
        'Check the signature over the raw bytes, before a JSON parser has them (Express: express.raw). What you ' +
          'check now is printed anew, and matches only as long as your printer and ours agree.',
      );
    },
  },
  {
    name: 'rotation',
    title: 'events with two signatures, as while a secret is changed',
    run: async (stage) => {
      const secret = otherSecret();
      return judgeBetterTaken(
        [
          await send(stage, completed(stage.story), { beside: { secret, place: 'last' } }),
          await send(stage, completed(stage.story), { beside: { secret, place: 'first' } }),
        ],
        'Accept an event when any of its `v1` values is right. Until then change the secret with ' +
          '`rotation: "switchAt"`, which sends one value at a time.',
      );
    },
  },
  {
    name: 'unknownType',
    title: 'an event of a type that does not exist yet',
    run: async (stage) =>
      judgeTaken(
        [await send(stage, { ...completed(stage.story), type: 'session.rehearsed' })],
        'Answer 2xx to types that you do not know (`default` in a switch): new ones come without a new version, and ' +
          'a refused one is sent again for 30 days.',
      ),
  },
  {
    name: 'unknownField',
    title: 'an event with fields that do not exist yet',
    run: async (stage) =>
      judgeTaken(
        [
          await send(stage, {
            ...completed(stage.story, { rehearsed: { deeply: [1, null] } }),
            ...{ rehearsed: true },
          }),
        ],
        'Ignore fields that you do not know: answers and events gain fields without a new version.',
      ),
  },
  {
    name: 'huge',
    title: 'the largest event there can be',
    run: async (stage) =>
      judgeTaken(
        [await send(stage, completed(stage.story, { metadata: fullMetadata() }))],
        'Take bodies up to 128 KB here: your own metadata come back in every event.',
      ),
  },
  {
    name: 'slow',
    title: 'an event that arrives in small pieces',
    run: async (stage) => {
      const slowly = { pieces: 6, waitMs: stage.slowWaitMs };
      return judgeTaken(
        [await send(stage, completed(stage.story), { slowly })],
        'Read the body to its end before you judge it, and wait for it at least 10 seconds.',
      );
    },
  },
  {
    name: 'cut',
    title: 'an event whose line breaks in the middle, and then the whole of it',
    run: async (stage) => {
      const event = completed(stage.story);
      await send(stage, event, { isCut: true });
      return judgeTaken(
        [await send(stage, event)],
        'Forget a request that breaks off: neither remember its event as taken, nor stop serving.',
      );
    },
  },
  {
    name: 'concurrent',
    title: `${String(AT_ONCE)} events of as many sessions at once`,
    run: async (stage) =>
      judgeTaken(
        await Promise.all(Array.from({ length: AT_ONCE }, () => send(stage, completed(stage.story)))),
        'Take events side by side: the gateway sends up to 8 at once to an endpoint, and more endpoints may be yours.',
      ),
  },
];

const NOT_BELIEVED =
  'Nothing else can be judged before this works. Is the secret the one that this endpoint checks with, and does it ' +
  'check the bytes that arrive, not an object that was parsed and printed again?';

const UNKNOWN_ORDER =
  'Is the address right? If your shop refuses it because it does not know the order: answer 2xx all the same, ' +
  'because another program may sell for this merchant, and whatever is refused is sent again for 30 days. Or name ' +
  'an order that it knows by --reference.';

const SAME_ID =
  'Answer 2xx to an event that you have taken before, and do nothing: remember its `id`, for example as the primary ' +
  'key of a table. A refused one is sent again for 30 days.';

/** The repetition is to be taken, and to change nothing more. `act` sends the rest of it. */
const judgeRepeated = async (stage: Stage, act: Parameters<typeof changesBy>[1], change: string): Promise<Finding> => {
  const { answers, hasChanged } = await changesBy(stage, act);
  const finding = judgeTaken(answers, change);
  if (finding.grade === 'fail' || hasChanged !== true) return finding;
  return { grade: 'fail', saw: 'it was taken, and what --state-url shows is another than before', change };
};

const judgeUnchanged = async (stage: Stage, act: Parameters<typeof changesBy>[1], change: string): Promise<Finding> => {
  const { answers, hasChanged } = await changesBy(stage, act);
  const finding = judgeRefused(answers, change);
  if (hasChanged !== true) return finding;
  return { grade: 'fail', saw: 'it was refused, and yet what --state-url shows has changed', change };
};
