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
  location.replace(url);
};

/** The page's own address, without the marker of a notice that has been read. */
export const showCurrent = (): void => {
  goTo(location.pathname);
};

/**
 * The page's own address once the payment has moved on. It may be decided by the time that it is asked for, and `wait` leads on to the
 * shop then; what else stands in the address is needed again (a payment without a session has its ticket there).
 */
export const showProgress = (): void => {
  const address = new URL(location.href);
  address.searchParams.delete('notice');
  // Its value is what shows that this browser's form began the payment.
  if (!address.searchParams.has('wait')) address.searchParams.set('wait', '');
  goTo(address.href);
};

const APP_TIMEOUT_MS = 1_500;

/** To the shop. An app's own scheme may do nothing here: then the page shows how things stand, with a link. */
export const leaveTo = (url: string): void => {
  goTo(url);
  if (!/^https?:/i.test(url)) setTimeout(showCurrent, APP_TIMEOUT_MS);
};
