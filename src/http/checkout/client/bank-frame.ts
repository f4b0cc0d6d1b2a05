import { find } from './dom.ts';
import { FRAME_IS_HERE, LEAVE_BANK } from './frame-messages.ts';
import { sleep } from './status.ts';

/** Whoever waits longer than this is offered something else; the bank may still come. */
const SLOW_MS = 8_000;
/** A bank that answers the form and not the look at it is taken for one that is there. */
const LOOK_TIMEOUT_MS = 4_000;

type Cover = 'waiting' | 'slow' | 'failed';

/** In a frame of ours: the bank's page in a frame of its own, and what we say for as long as it is not there. */
export const startBankFrame = (): void => {
  const form = find('post-on', HTMLFormElement);
  const bank = find('bank-page', HTMLIFrameElement);
  const wayOut = find('whole-window', HTMLFormElement);
  if (form === undefined || bank === undefined || wayOut === undefined) return;
  tellAround(FRAME_IS_HERE);
  // The page around us names the frame with the sealed card, which goes along when the bank's page takes the whole window.
  const ticket = wayOut.elements.namedItem('threeDSSessionData');
  if (ticket instanceof HTMLInputElement) ticket.value = window.name;

  let tries = 0;
  const ask = (): void => {
    const own = ++tries;
    // What an earlier try still brings is not about this one.
    const show = (cover: Cover | undefined): void => {
      if (own === tries) showCover(cover);
    };
    show('waiting');
    form.submit();
    const isThere = canBeReached(form.action);
    let isSettled = false;
    const settle = (cover: 'failed' | undefined): void => {
      if (isSettled) return;
      isSettled = true;
      show(cover);
    };
    void isThere.then((is) => {
      if (!is) settle('failed');
    });
    const whenLoaded = (): void => {
      if (own !== tries) {
        bank.removeEventListener('load', whenLoaded);
        return;
      }
      // The empty page that every frame begins with; the bank's is one that we can't look into.
      if (bank.contentDocument?.URL === 'about:blank') return;
      void isThere.then((is) => {
        settle(is ? undefined : 'failed');
      });
    };
    bank.addEventListener('load', whenLoaded);
    setTimeout(() => {
      if (!isSettled) show('slow');
    }, SLOW_MS);
  };

  for (const button of document.querySelectorAll('.again')) button.addEventListener('click', ask);
  find('another', HTMLElement)?.addEventListener('click', () => {
    tellAround(LEAVE_BANK);
  });
  ask();
};

/** A page of ours that lies in the dialog says so; a page of a bank that lies around us does not hear it. */
export const tellAround = (message: string): void => {
  if (parent !== window) parent.postMessage(message, location.origin);
};

const showCover = (shown: Cover | undefined): void => {
  for (const cover of document.querySelectorAll<HTMLElement>('[data-cover]'))
    cover.hidden = cover.dataset['cover'] !== shown;
  const ways = find('ways', HTMLElement);
  const foot = find('foot', HTMLElement);
  const hasWays = shown === 'slow' || shown === 'failed';
  if (ways !== undefined) ways.hidden = !hasWays;
  if (foot !== undefined) foot.hidden = hasWays;
  const place = find('cover', HTMLElement);
  if (place !== undefined) place.hidden = shown === undefined;
};

/**
 * No browser says whether a frame of another origin shows a page or the browser's own words about a failure: both are loaded. So the
 * bank's address is looked at beside it, without anything that tells who looks. A bank that forbids even that (its answers may be read by
 * its own pages only) is taken for one that does not open here, which is why the whole window is offered first.
 */
const canBeReached = (address: string): Promise<boolean> => {
  const looked = fetch(address, { method: 'HEAD', mode: 'no-cors', credentials: 'omit', cache: 'no-store' });
  return Promise.race([
    looked.then(
      () => true,
      () => false,
    ),
    sleep(LOOK_TIMEOUT_MS).then(() => true),
  ]);
};
