import { find } from './dom.ts';
import { FRAME_IS_HERE, LEAVE_BANK } from './frame-messages.ts';
import { sleep } from './status.ts';

export type BankDialog = {
  /** The customer would rather not: they said so by a button. */
  readonly left: Promise<'left'>;
  readonly close: () => void;
};

/** What may be shown over a page: `ticket` is the sealed card, for a customer who takes the bank's page into the whole window. */
export type Challenged = { readonly frame: string; readonly ticket?: string | undefined };

/** Shows a page of ours that holds the bank's, over this one. Closing it is the caller's doing. */
export const openBankDialog = ({ frame: address, ticket = '' }: Challenged): BankDialog => {
  const dialog = find('bank', HTMLDialogElement);
  const body = find('bank-body', HTMLElement);
  if (dialog === undefined || body === undefined) throw new TypeError('bank');
  const listening = new AbortController();
  const { signal } = listening;
  const frame = document.createElement('iframe');
  frame.title = find('bank-title', HTMLElement)?.textContent ?? '';
  // Nothing but our own page reads the name of its frame, and it is in no address.
  frame.name = ticket;
  const left = whenLeft(dialog, frame, signal);
  void load(frame, address, signal);
  body.append(frame);
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

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Our own page in the frame may be what does not come. Until it says that it is there, nothing of the frame is seen, and it is tried again. */
const load = async (frame: HTMLIFrameElement, address: string, signal: AbortSignal): Promise<void> => {
  frame.hidden = true;
  const wait = find('bank-wait', HTMLElement);
  if (wait !== undefined) wait.hidden = false;
  const isHere = heardFrom(frame, FRAME_IS_HERE, signal).then(() => {
    frame.hidden = false;
    if (wait !== undefined) wait.hidden = true;
    return true;
  });
  for (let pauseMs = PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const isLoaded = new Promise<void>((resolve) => {
      frame.addEventListener('load', () => resolve(), { once: true, signal });
    });
    frame.src = address;
    // A browser that shows a failure has loaded it, too, or says nothing at all.
    const isOver = Promise.race([isLoaded, sleep(LONGEST_PAUSE_MS)]).then(() => sleep(pauseMs));
    if ((await Promise.race([isHere, isOver])) === true) return;
  }
};

const heardFrom = (frame: HTMLIFrameElement, message: string, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    addEventListener(
      'message',
      ({ origin, source, data }) => {
        if (origin === location.origin && source === frame.contentWindow && data === message) resolve();
      },
      { signal },
    );
  });

/** A button says what it does. Escape may be a slip, so it asks; pressed again, it takes the question back. */
const whenLeft = (dialog: HTMLDialogElement, frame: HTMLIFrameElement, signal: AbortSignal): Promise<'left'> => {
  const ask = (isAsked: boolean): void => {
    const question = find('bank-stop', HTMLElement);
    if (question === undefined) return;
    question.hidden = !isAsked;
    for (const id of ['bank-head', 'bank-body']) find(id, HTMLElement)?.toggleAttribute('inert', isAsked);
    find(isAsked ? 'bank-go-on' : 'bank-title', HTMLElement)?.focus();
  };
  const toggle = (): void => {
    ask(find('bank-stop', HTMLElement)?.hidden === true);
  };
  ask(false);
  dialog.addEventListener(
    'cancel',
    (event) => {
      // Some browsers close it at the second Escape whatever we say.
      if (!event.cancelable) return;
      event.preventDefault();
      toggle();
    },
    { signal },
  );
  dialog.addEventListener(
    'close',
    () => {
      dialog.showModal();
      toggle();
    },
    { signal },
  );
  const press = (id: string, act: () => void): void =>
    find(id, HTMLElement)?.addEventListener('click', act, { signal });
  press('bank-go-on', () => {
    ask(false);
  });
  return new Promise((resolve) => {
    const leave = (): void => {
      resolve('left');
    };
    press('bank-leave', leave);
    press('bank-stop-yes', leave);
    void heardFrom(frame, LEAVE_BANK, signal).then(leave);
  });
};
