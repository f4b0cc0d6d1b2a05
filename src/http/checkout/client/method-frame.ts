import { METHOD_ANSWERED } from './method-answered.ts';

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
