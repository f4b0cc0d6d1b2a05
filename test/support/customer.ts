/** A customer whose browser has no JavaScript: gets the page, fills the form in, follows where it leads. */
export type Page = {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly url: string;
  /** What the browser keeps for this address and sends with its next request. */
  readonly cookie?: string | undefined;
};

/**
 * Opens a page, as a browser does in a window of its own. Redirects are not followed: where they lead is what tests ask
 * about.
 */
export const getPage = async (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> => {
  const sent = { 'sec-fetch-dest': 'document', ...headers };
  return pageOf(await fetch(url, { redirect: 'manual', headers: sent }), { url, cookie: headers['cookie'] });
};

/** Once more, or another page below the same address, in the browser that has the first one. */
export const getAgain = (page: Page, url = page.url): Promise<Page> =>
  getPage(url, page.cookie === undefined ? {} : { cookie: page.cookie });

const pageOf = async (response: Response, { url, cookie }: Pick<Page, 'url' | 'cookie'>): Promise<Page> => {
  const set = /^[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0];
  return {
    status: response.status,
    headers: response.headers,
    html: await response.text(),
    url,
    cookie: set ?? cookie,
  };
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
    headers: { 'sec-fetch-site': 'same-origin', ...(page.cookie !== undefined && { cookie: page.cookie }) },
  });
  return pageOf(response, page);
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
    current = await getAgain(current, next);
  }
  throw new Error('redirected in a circle');
};

/** Loads the payment page, pays with the card, and follows: gives where the customer ends up. */
export const payByForm = async (paymentUrl: string, card: Readonly<Record<string, string>>) => {
  const page = await getPage(paymentUrl);
  return follow(await submitCard(page, card), new URL(paymentUrl).origin);
};
