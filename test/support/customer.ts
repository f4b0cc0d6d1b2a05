/** A customer whose browser has no JavaScript: gets the page, fills the form in, follows where it leads. */
export type Page = { readonly status: number; readonly headers: Headers; readonly html: string; readonly url: string };

/** Loads a page without following redirects: where it leads is what tests ask about. */
export const getPage = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const response = await fetch(url, { redirect: 'manual', headers });
  return { status: response.status, headers: response.headers, html: await response.text(), url };
};

/** Every hidden and visible input of the card form, by name, as the page was sent. */
export const formFields = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) => {
      const name = attribute(tag, 'name');
      return name === undefined ? [] : [[name, attribute(tag, 'value') ?? '']];
    }),
  );

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];

/** Submits the card form of a page that was loaded before; gives the answer as it is, redirects not followed. */
export const submitCard = async (page: Page, card: Readonly<Record<string, string>>): Promise<Page> => {
  const body = new URLSearchParams({ ...formFields(page.html), ...card });
  // A form that has nowhere else to go goes to the address of its page.
  const action = /<form\b[^>]*\bid="card-form"[^>]*\baction="([^"]+)"/.exec(page.html)?.[1] ?? page.url;
  const response = await fetch(new URL(action, page.url), {
    method: 'POST',
    redirect: 'manual',
    body,
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  return { status: response.status, headers: response.headers, html: await response.text(), url: page.url };
};

/** Where a page of the gateway leads at once: `0;url=…` of its header `Refresh`. Undefined: it is there to be read. */
export const leadsTo = (refresh: unknown): string | undefined => /^0;url=(.*)$/.exec(String(refresh))?.[1];

/** Follows redirects inside the gateway; stops where a page leads out of it, or at a page. */
export const follow = async (
  page: Page,
  gatewayUrl: string,
): Promise<{ readonly left?: string; readonly page: Page }> => {
  let current = page;
  for (let hop = 0; hop < 5; hop++) {
    const location = current.headers.get('location');
    const left = leadsTo(current.headers.get('refresh'));
    if (left !== undefined) return { left, page: current };
    if (location === null) return { page: current };
    const next = new URL(location, current.url).href;
    if (!next.startsWith(gatewayUrl)) throw new Error('a form is answered with a redirect to somebody else');
    current = await getPage(next);
  }
  throw new Error('redirected in a circle');
};

/** Loads the payment page, pays with the card, and follows: gives where the customer ends up. */
export const payByForm = async (paymentUrl: string, card: Readonly<Record<string, string>>) => {
  const page = await getPage(paymentUrl);
  return follow(await submitCard(page, card), new URL(paymentUrl).origin);
};
