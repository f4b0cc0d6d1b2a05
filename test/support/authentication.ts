/** Customers whose bank asks: what they do on a page without script, and what their bank does with it. */
import { parseId } from '../../src/base/id.ts';
import { getPage, submitCard, follow, type Page } from './customer.ts';
import type { TestMerchant, World } from './gateway.ts';
import type { PaymentBody } from './payments.ts';
import { aCard, type SessionBody } from './shop.ts';
import { completeChallenge, formWith, postFromBank, type ChallengeAct, type PostedForm } from './threeds.ts';

export type ThreeDsBody = {
  readonly status: string;
  readonly eci?: string;
  readonly liabilityShift: boolean;
  readonly transStatus?: string;
  readonly version?: string;
};

/** As the simulator's faults and journal know a merchant. */
export const bankNameOf = ({ merchantId }: TestMerchant): string =>
  (parseId('merchant', merchantId) ?? '').replaceAll('-', '');

/** A session whose customer has typed this card and now looks at the way to the bank. */
export type Challenged = {
  readonly session: SessionBody;
  /** The form that goes to the bank. */
  readonly form: PostedForm;
  readonly page: Page;
};

export const beginChallenge = async (
  merchant: TestMerchant,
  pan: string,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<Challenged> => {
  const session = await merchant.shop.createSession(fields);
  const page = await submitCard(await getPage(session.paymentUrl), { ...aCard, pan });
  return { session, page, form: challengeFormIn(page) };
};

export const challengeFormIn = (page: Page): PostedForm => {
  if (page.status !== 200) throw new Error(`no challenge: ${page.status} ${page.headers.get('location') ?? ''}`);
  return formWith(page.html, 'creq', page.url);
};

/** At the bank and back: gives where the customer ends up, or the page that they see. */
export const answerBank = async (world: World, { form }: Pick<Challenged, 'form'>, ...acts: readonly ChallengeAct[]) =>
  comeBack(world, await completeChallenge(form, ...acts));

export const comeBack = async (world: Pick<World, 'gatewayUrl'>, back: PostedForm) =>
  follow(await pageOf(await postFromBank(back)), world.gatewayUrl);

export const pageOf = async (response: Response): Promise<Page> => ({
  status: response.status,
  headers: response.headers,
  html: await response.text(),
  url: response.url,
});

export const paymentOf = async (
  { shop }: TestMerchant,
  sessionId: string,
): Promise<PaymentBody & { readonly threeDs?: ThreeDsBody }> => {
  const { body } = await shop.call<{ readonly data: readonly PaymentBody[] }>('GET', `/payments?session=${sessionId}`);
  const [payment] = body.data;
  if (payment === undefined) throw new Error('the session has no payment');
  return payment;
};
