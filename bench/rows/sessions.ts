import { budgetForRatio, measureRepeat, type Bench, type Measured, type RepeatInput, type Row } from '../measure.ts';
import { sessionRequest, withIdempotencyKey } from './session-request.ts';

/** Latency is looked at when the machine has room: at this share of the most it can do. */
const SHARE = 0.7;

export const measureSessions = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const request = sessionRequest(world.shop.apiKey);
  const measure = (input: Pick<RepeatInput, 'connections'> & Partial<RepeatInput>): Promise<Measured> =>
    measureRepeat(bench, { target: world.gateway().target, request, watched: world.watched(), ...input });

  // The first one also warms the gateway up: a just-in-time compiler has to have seen the path.
  const many = await measure({ connections: 256, warmupSeconds: 3 });
  const rows: Row[] = [
    row('POST /sessions, c=256', many, { isComparedWithLimit: true, figures: [budgetForRatio(45)] }),
  ];
  const some = await measure({ connections: 64 });
  rows.push(
    row('POST /sessions, c=64', some, {
      isComparedWithLimit: true,
      figures: [{ name: 'p99', value: some.p99Ms, unit: 'ms', atMost: 25 }],
    }),
  );
  const alone = await measure({ connections: 1 });
  rows.push(
    row('POST /sessions, c=1', alone, { figures: [{ name: 'p50', value: alone.p50Ms, unit: 'ms', atMost: 1.5 }] }),
  );
  const due = await measure({ connections: 512, ratePerS: Math.floor(many.ratePerS * SHARE) });
  rows.push(row('POST /sessions, open loop at 70 % of c=256', due, {}));
  const keyed = await measure({ connections: 256, request: withIdempotencyKey(request) });
  rows.push(row('POST /sessions with Idempotency-Key, c=256', keyed, { isComparedWithLimit: true }));
  return rows;
};

const row = (what: string, measured: Measured, more: Partial<Row>): Row => ({
  group: 'sessions',
  what,
  ...measured,
  ...more,
});
