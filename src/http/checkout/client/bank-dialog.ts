import { METHOD_ANSWERED } from './method-answered.ts';
import { find } from './dom.ts';

export type BankDialog = {
  /** The customer would rather not: they pressed the button, or Escape. */
  readonly left: Promise<'left'>;
  readonly close: () => void;
};

/** Shows a page of ours that holds the bank's, over this one. Closing it is the caller's doing, but for what browsers insist on. */
export const openBankDialog = (address: string): BankDialog => {
  const dialog = find('bank', HTMLDialogElement);
  if (dialog === undefined) throw new TypeError('bank');
  const frame = document.createElement('iframe');
  frame.title = find('bank-title', HTMLElement)?.textContent ?? '';
  frame.src = address;
  dialog.append(frame);
  const listening = new AbortController();
  const { signal } = listening;
  const left = new Promise<'left'>((resolve) => {
    find('bank-leave', HTMLElement)?.addEventListener(
      'click',
      () => {
        resolve('left');
      },
      { signal },
    );
    dialog.addEventListener(
      'cancel',
      (event) => {
        event.preventDefault();
        resolve('left');
      },
      { signal },
    );
    // A second Escape closes it whatever we say.
    dialog.addEventListener(
      'close',
      () => {
        resolve('left');
      },
      { signal },
    );
  });
  dialog.showModal();
  return {
    left,
    close: () => {
      listening.abort();
      frame.remove();
      dialog.close();
    },
  };
};

/** As long as the schemes allow an issuer to look at the browser. */
const METHOD_TIMEOUT_MS = 10_000;

/** The issuer's look at the browser, in a frame that nobody sees. True: it told us in time that it is done. */
export const runMethod = async (address: string): Promise<boolean> => {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = address;
  const answered = new AbortController();
  const isDone = await new Promise<boolean>((resolve) => {
    addEventListener(
      'message',
      ({ origin, data }) => {
        // Whatever the issuer's page says itself is not heard: only a page of ours has our origin.
        if (origin === location.origin && data === METHOD_ANSWERED) resolve(true);
      },
      { signal: answered.signal },
    );
    setTimeout(() => {
      resolve(false);
    }, METHOD_TIMEOUT_MS);
    document.body.append(frame);
  });
  answered.abort();
  frame.remove();
  return isDone;
};
