import { METHOD_ANSWERED } from './method-answered.ts';
import { tellAround } from './bank-frame.ts';
import { find, goTo } from './dom.ts';
import { FRAME_IS_HERE } from './frame-messages.ts';

/** In a frame of ours: on to the bank, in a frame of its own. */
export const postOn = (): void => {
  find('post-on', HTMLFormElement)?.submit();
};

const AGAIN_MS = 3_000;

/** We could not hear what the browser brought from the bank: it brings it once more. */
export const bringAgain = (): void => {
  tellAround(FRAME_IS_HERE);
  setTimeout(() => find('again', HTMLFormElement)?.submit(), AGAIN_MS);
};

/** Only a page of ours hears it, whatever page stands around us. */
export const tellMethodAnswered = (): void => {
  top?.postMessage(METHOD_ANSWERED, location.origin);
};

/** In a frame the page around it follows by itself; alone in a window, this is where the customer would be stuck. */
export const leadOnWhenAlone = (): void => {
  const link = find('lead-on', HTMLAnchorElement);
  if (link !== undefined && top === window) goTo(link.href);
  tellAround(FRAME_IS_HERE);
};
