import type { Answer, Delivery, Post } from '../post.ts';
import { newSecret, signatureHeaders, unsignedHeaders } from '../sign.ts';
import type { MadeUp, Story } from './made-up.ts';

/** What a check acts with. */
export type Stage = {
  readonly story: Story;
  readonly post: Post;
  readonly secret: string;
  readonly nowMs: () => number;
  /** How long a slow sender pauses between two pieces. */
  readonly slowWaitMs: number;
  /** What the shop shows of its state; undefined: nobody said where. */
  readonly look: (() => Promise<string>) | undefined;
};

/** How a delivery differs from a correct one. */
export type Odd = {
  readonly secret?: string;
  /** A second secret whose signature stands beside the right one, as in a rotation: before it or behind it. */
  readonly beside?: { readonly secret: string; readonly place: 'first' | 'last' };
  /** What becomes of every signature on the way. */
  readonly spoil?: (signature: string) => string;
  /** Signed so long ago; negative: in the future. */
  readonly ageSeconds?: number;
  /** What is sent instead of what was signed. */
  readonly sentBody?: string;
  readonly isUnsigned?: true;
  readonly slowly?: Delivery['slowly'];
  readonly isCut?: true;
};

/** Sends an event, signed in both dialects as the gateway does it. `event` may be the text of a body. */
export const send = (
  stage: Stage,
  event: MadeUp | { readonly id: string; readonly body: string },
  odd: Odd = {},
): Promise<Answer> => {
  const body = 'body' in event ? event.body : JSON.stringify(event);
  const { slowly, isCut } = odd;
  return stage.post({
    headers: {
      ...unsignedHeaders(),
      ...(odd.isUnsigned === true ? {} : signaturesOf(stage, { id: event.id, body }, odd)),
    },
    body: odd.sentBody ?? body,
    ...(slowly !== undefined && { slowly }),
    ...(isCut !== undefined && { isCut }),
  });
};

const signaturesOf = (
  stage: Stage,
  { id, body }: { readonly id: string; readonly body: string },
  { secret = stage.secret, ageSeconds = 0, beside, spoil = (signature) => signature }: Odd,
): Readonly<Record<string, string>> => {
  const timestamp = Math.floor(stage.nowMs() / 1_000) - ageSeconds;
  const secrets = beside === undefined ? [secret] : [secret, beside.secret];
  const all = secrets.map((one) => signatureHeaders({ id, body, secret: one, timestamp }));
  const inOrder = beside?.place === 'first' ? all.toReversed() : all;
  const [first = {}] = inOrder;
  const digests = inOrder.map((one) => spoil(one['X-Signature']?.split('v1=')[1] ?? ''));
  const standard = inOrder.map((one) => `v1,${spoil(one['webhook-signature']?.slice('v1,'.length) ?? '')}`);
  return {
    ...first,
    'X-Signature': [`t=${String(timestamp)}`, ...digests.map((digest) => `v1=${digest}`)].join(','),
    'webhook-signature': standard.join(' '),
  };
};

export const otherSecret = (): string => newSecret();

/** Whether something changed in the shop that must not; undefined: nobody can say. */
export const changesBy = async (
  { look }: Stage,
  act: () => Promise<readonly Answer[]>,
): Promise<{ readonly answers: readonly Answer[]; readonly hasChanged: boolean | undefined }> => {
  if (look === undefined) return { answers: await act(), hasChanged: undefined };
  const before = await look();
  const answers = await act();
  return { answers, hasChanged: (await look()) !== before };
};
