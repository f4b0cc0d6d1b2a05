import { METHOD_ANSWERED } from './method-answered.ts';
import { find, goTo } from './dom.ts';

/** In a frame of ours: on to the bank, in a frame of its own. */
export const postOn = (): void => {
  find('post-on', HTMLFormElement)?.submit();
};

/** Only a page of ours hears it, whatever page stands around us. */
export const tellMethodAnswered = (): void => {
  top?.postMessage(METHOD_ANSWERED, location.origin);
};

/** In a frame the page around it follows by itself; alone in a window, this is where the customer would be stuck. */
export const leadOnWhenAlone = (): void => {
  const link = find('lead-on', HTMLAnchorElement);
  if (link !== undefined && top === window) goTo(link.href);
};
