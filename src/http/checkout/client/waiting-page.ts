import type { StatusAnswer } from '../script-contract.ts';
import { leaveTo } from './dom.ts';
import { askStatus, sleep } from './status.ts';

const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export type Following = {
  readonly path: string;
  /** What the page says about the payment, as long as this is so. */
  readonly authentication: StatusAnswer['authentication'];
  /** The page says that it is paid, and that the customer is about to be taken back. */
  readonly isHeld?: boolean;
  readonly showChange: () => void;
};

/** Follows a payment that is on its way until it is decided, or until it is no longer as the page says. */
export const followPayment = async ({ path, authentication, isHeld = false, showChange }: Following): Promise<void> => {
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS)) {
    const status = await askStatus(path, isHeld ? 'held' : true);
    if (status?.leaves === true && status.url !== undefined) {
      leaveTo(status.url);
      return;
    }
    const isAsSaid =
      status?.state === 'paying' && status.authentication === authentication && (status.isHeld ?? false) === isHeld;
    if (status !== undefined && !isAsSaid) {
      showChange();
      return;
    }
    await sleep(pauseMs);
  }
};
