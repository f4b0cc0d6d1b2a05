import { find, showCurrent } from './dom.ts';
import { askStatus, sleep } from './status.ts';

const DAY_MS = 86_400_000;
const SHORT_MS = 120_000;

export type Countdown = {
  readonly path: string;
  readonly almostUp: string;
  readonly announce: (text: string) => void;
  /** A payment in flight is never interrupted by the clock. */
  readonly isPaying: () => boolean;
};

/** Shows the time left, to the second in its last day, and the page of the expired session when it is over. */
export const startCountdown = (countdown: Countdown): void => {
  const shown = find('time-left', HTMLElement);
  if (shown === undefined) return;
  const endsAtMs = Date.now() + Number(shown.dataset['msLeft']);
  const twoDigits = new Intl.NumberFormat(document.documentElement.lang, {
    // Browsers differ in the digits of Arabic; those of the amount beside it decide.
    numberingSystem: shown.dataset['digits'] ?? 'latn',
    minimumIntegerDigits: 2,
    useGrouping: false,
  });
  let wasShort = false;

  const tick = (): void => {
    const msLeft = Math.max(0, endsAtMs - Date.now());
    const seconds = Math.ceil(msLeft / 1000);
    if (msLeft < DAY_MS)
      shown.textContent = clockOf(seconds)
        .map((part) => twoDigits.format(part))
        .join(':');
    const isShort = msLeft < SHORT_MS;
    shown.classList.toggle('short', isShort);
    if (isShort && !wasShort) countdown.announce(countdown.almostUp);
    wasShort = isShort;
    if (msLeft > 0) return;
    clearInterval(timer);
    void showExpired(countdown);
  };
  const timer = setInterval(tick, 1_000);
  tick();
};

/** Hours only where there are any. */
const clockOf = (seconds: number): readonly number[] => {
  const hours = Math.floor(seconds / 3_600);
  const minutesAndSeconds = [Math.floor(seconds / 60) % 60, seconds % 60];
  return hours === 0 ? minutesAndSeconds : [hours, ...minutesAndSeconds];
};

const ASK_EVERY_MS = 2_000;

// The server's clock decides, and it may be some seconds behind ours.
const showExpired = async ({ path, isPaying }: Countdown): Promise<void> => {
  for (;;) {
    const status = isPaying() ? undefined : await askStatus(path, false);
    if (status !== undefined && status.state !== 'open' && !isPaying()) {
      showCurrent();
      return;
    }
    await sleep(ASK_EVERY_MS);
  }
};
