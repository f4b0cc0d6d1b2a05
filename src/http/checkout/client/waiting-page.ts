import { leaveTo, showCurrent } from './dom.ts';
import { askStatus, sleep } from './status.ts';

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Follows a payment that is on its way until it is decided, however long that takes. */
export const followPayment = async (path: string): Promise<void> => {
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS)) {
    const status = await askStatus(path, true);
    if (status?.leaves === true && status.url !== undefined) {
      leaveTo(status.url);
      return;
    }
    if (status !== undefined && status.state !== 'paying') {
      showCurrent();
      return;
    }
    await sleep(pauseMs);
  }
};
