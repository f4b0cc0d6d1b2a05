/** What the shop hears. */
import assert from 'node:assert/strict';
import { toldAbout } from '../support/payments.ts';
import { waitFor } from '../support/wait-for.ts';
import { about, type Acts } from './stage.ts';

type EventBody = { readonly id: string; readonly type: string };

type Delivery = {
  readonly event: string;
  readonly status: string;
  readonly attempts: readonly { readonly httpStatus?: number; readonly outcome: string }[];
};

export const hearing: Acts = {
  events: {
    about: 'events: what was written down for the shop about it, in order, each number once',
    run: async (stage) => (await toldAbout(stage.merchant, about(stage))).join(' '),
  },
  webhooks: {
    about: 'webhooks: what came to the endpoint, in order, when all of it is there',
    run: async (stage) => {
      const expected = (await toldAbout(stage.merchant, about(stage))).length;
      const subjects = [stage.session, stage.payment].filter((one) => one !== undefined);
      const came = () =>
        stage.merchant.sink.received.filter(({ event: { data } }) =>
          ['id', 'session', 'payment'].some((key) => subjects.includes(String(data.object[key]))),
        );
      await waitFor('all webhooks', async () => came().length >= expected);
      return came()
        .map(({ event }) => event.type)
        .join(' ');
    },
  },
  endpoint: {
    about: 'endpoint <status>|down: how the endpoint of the shop answers from now on',
    run: async ({ merchant }, [answer = '']) => {
      merchant.sink.behave(answer === 'down' ? 'down' : Number(answer));
      return 'ok';
    },
  },
  delivery: {
    about: 'delivery <type> [<count>]: the tries to send the event of this type, when there were so many',
    run: async (stage, [type = '', least = '1']) => {
      const { call } = stage.merchant.shop;
      const list = async <T>(path: string): Promise<readonly T[]> =>
        (await call<{ readonly data: readonly T[] }>('GET', path)).body.data;
      const [event] = (await list<EventBody>(`/events?session=${about(stage)}`)).filter((one) => one.type === type);
      const [endpoint] = await list<{ readonly id: string }>('/webhook-endpoints');
      assert.ok(event && endpoint, `there is no ${type}`);
      const { status, attempts } = await waitFor(`${least} tries of ${type}`, async () =>
        (await list<Delivery>(`/webhook-endpoints/${endpoint.id}/deliveries`)).find(
          (delivery) => delivery.event === event.id && delivery.attempts.length >= Number(least),
        ),
      );
      const tries = attempts.toReversed().map(({ httpStatus, outcome }) => `${httpStatus ?? 'no answer'} ${outcome}`);
      return [status, ...tries].join('; ');
    },
  },
};
