/** The element with this id when it is what the caller expects; pages differ, so its absence is an answer. */
export const find = <T extends Element>(id: string, kind: abstract new () => T): T | undefined => {
  const element = document.getElementById(id);
  return element instanceof kind ? element : undefined;
};

/** What the form would send of these fields: a box that is not ticked, and a field that is out of sight, say nothing. */
export const textsOf = (form: HTMLFormElement, names: readonly string[]): Readonly<Record<string, string>> => {
  const data = new FormData(form);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = data.get(name);
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
};

/** Replaces this page in the history: Back must not lead into a form that has paid. */
export const goTo = (url: string): void => {
  const to = new URL(url, location.href);
  const [here, there] = [location.href, to.href].map((address) => address.split('#')[0]);
  // To another place in this same page no browser loads anything: what stands behind the `#` is no place.
  if (here === there && to.hash !== '') {
    history.replaceState(history.state, '', to);
    location.reload();
  } else location.replace(to);
};

/** The page's own address, without the marker of a notice that has been read. */
export const showCurrent = (): void => {
  goTo(location.pathname);
};

/**
 * The page's own address once the payment has moved on. It may be decided by the time that it is asked for, and `wait` leads on to the
 * shop then; what else stands in the address is needed again (a payment without a session has its ticket behind the `#`).
 */
export const showProgress = (): void => {
  const address = new URL(location.href);
  address.searchParams.delete('notice');
  // Its value is what shows that this browser's form began the payment.
  if (!address.searchParams.has('wait')) address.searchParams.set('wait', '');
  goTo(address.href);
};

const AGAIN_MS = 3_000;

/**
 * What stands behind the `#` is needed when the page can be shown again: a link to the page itself would lose it, and the header that
 * loads the page again does nothing for an address that has it.
 */
export const reloadWhole = (): void => {
  const link = document.querySelector<HTMLAnchorElement>('a[href=""]');
  link?.addEventListener('click', (event) => {
    event.preventDefault();
    location.reload();
  });
  if (link?.dataset['again'] !== undefined && location.hash !== '') setTimeout(() => location.reload(), AGAIN_MS);
};

const APP_TIMEOUT_MS = 1_500;

/** To the shop. An app's own scheme may do nothing here: then the page shows how things stand, with a link. */
export const leaveTo = (url: string): void => {
  goTo(url);
  if (!/^https?:/i.test(url)) setTimeout(showCurrent, APP_TIMEOUT_MS);
};
