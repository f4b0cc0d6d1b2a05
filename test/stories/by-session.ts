/** Sessions, and their customers at the payment page, in a browser without script. */
import assert from 'node:assert/strict';
import { paymentOf } from '../support/authentication.ts';
import { follow, getPage, submitCard, type Page } from '../support/customer.ts';
import { aCard, type SessionBody } from '../support/shop.ts';
import { formWith } from '../support/threeds.ts';
import { refusal, toMinor, type Acts, type Stage } from './stage.ts';

export const bySession: Acts = {
  session: {
    about: 'session [<amount>] [manual]: made by the shop; manual: to be captured later',
    run: async (stage, words) => {
      const [amount = '100.00'] = words.filter((word) => word !== 'manual');
      const session = await stage.merchant.shop.createSession({
        amount: toMinor(amount),
        merchantReferenceId: stage.order,
        ...(words.includes('manual') ? { paymentData: { captureMethod: 'manual' } } : {}),
      });
      stage.session = session.id;
      stage.paymentUrl = session.paymentUrl;
      return sessionLine(session);
    },
  },
  pay: {
    about: 'pay [<card>] [<cvc>]: the customer types a card at the payment page',
    run: async (stage, [pan = aCard.pan, cvc = aCard.cvc]) => {
      const page = await getPage(stage.paymentUrl ?? assert.fail('this story has no session yet'));
      return whereItLeads(stage, await submitCard(page, { ...aCard, pan, cvc }));
    },
  },
  expire: {
    about: 'expire: the shop ends the session',
    run: async (stage) => {
      const answer = await stage.merchant.shop.call<SessionBody>('POST', `/sessions/${stage.session ?? ''}/expire`);
      return refusal(answer) ?? sessionLine(answer.body);
    },
  },
  status: {
    about: 'status: of the session, as the shop asks for it',
    run: async (stage) => sessionLine(await sessionOf(stage)),
  },
};

const sessionOf = (stage: Stage): Promise<SessionBody> =>
  stage.merchant.shop.session(stage.session ?? assert.fail('this story has no session yet'));

const sessionLine = ({ status, paymentStatus, expirationReason }: SessionBody): string =>
  [status, paymentStatus, ...(typeof expirationReason === 'string' ? [expirationReason] : [])].join('; ');

/** Where the customer is after an answer: back at the shop, before the bank, or still at the page, which says so. */
export const whereItLeads = async (stage: Stage, answer: Page): Promise<string> => {
  const { left, page } = await follow(answer, stage.world.gatewayUrl);
  const { id } = await sessionOf(stage);
  const payment = await paymentOf(stage.merchant, id).catch(() => undefined);
  if (payment !== undefined) stage.payment = payment.id;
  if (left !== undefined) return `back at the shop: ${new URL(left).searchParams.get('status') ?? 'nothing said'}`;
  const isAtBank = /name="creq"/.test(page.html);
  if (isAtBank) stage.bankForm = formWith(page.html, 'creq', page.url);
  return isAtBank ? 'the bank asks' : `still at the page: ${headline(page.html)}`;
};

/** What the page says first: its alert, or else its heading. */
const headline = (html: string): string => {
  const said =
    /role="alert"[^>]*>([\s\S]*?)<\/(?:div|p|section)>/.exec(html)?.[1] ?? /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1];
  return (said ?? '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
};
