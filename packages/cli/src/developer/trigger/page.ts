/** A test card as a customer types it into the payment page. */
export type TypedCard = { readonly number: string; readonly cvc?: string };

/**
 * Pays a session as a customer does whose browser has no JavaScript: loads the payment page and sends its form. Gives
 * the status of the page that answers; what came of it is in the session.
 */
export const payOnPage = async (paymentUrl: string, { number, cvc = '123' }: TypedCard): Promise<number> => {
  const page = await fetch(paymentUrl, { redirect: 'manual', headers: { 'sec-fetch-dest': 'document' } });
  const markup = await page.text();
  const cookie = /^[^;]+/.exec(page.headers.get('set-cookie') ?? '')?.[0];
  const form = /<form\b[^>]*\bid="card-form"[^>]*>/.exec(markup)?.[0];
  if (form === undefined)
    throw new Error(`The payment page shows no form for a card (status ${String(page.status)}): is the session open?`);
  const typed = { pan: number, expiry: '12/39', cvc, cardholderName: 'Ada Lovelace' };
  const answer = await fetch(new URL(attribute(form, 'action') ?? paymentUrl, paymentUrl), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...hiddenFields(markup), ...typed }),
    headers: { 'sec-fetch-site': 'same-origin', ...(cookie !== undefined && { cookie }) },
  });
  await answer.text();
  return answer.status;
};

const hiddenFields = (markup: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...markup.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) => {
      const name = attribute(tag, 'name');
      return name === undefined ? [] : [[name, attribute(tag, 'value') ?? '']];
    }),
  );

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
