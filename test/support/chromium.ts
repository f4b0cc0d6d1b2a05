import { chromium, type BrowserContext, type BrowserContextOptions, type Frame } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.cjs';
import { waitFor } from './wait-for.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
];
/**
 * Chromium obeys its last list alone, so this one says again what Playwright switches off (a test compares the two) and
 * adds what no test looks at: the address bar has pages of its own, which load some 250 files for each new tab, and
 * took 60 % of what a test needs of the machine.
 */
const SWITCHED_OFF = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
  'msEdgeUpdateLaunchServicesPreferredVersion',
  'msForceBrowserSignIn',
  // Ours.
  'PreloadTopChromeWebUI',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];
const LAUNCH_TIMEOUT_MS = 120_000;
/** For what never comes: a busy machine is late, and no test fails for that. */
const STEP_TIMEOUT_MS = 60_000;

export type Browser = {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
};

/**
 * One Chromium for many customers: starting one takes seconds, a context that knows nothing of the others takes none.
 */
export type Chromium = {
  readonly open: (options?: BrowserContextOptions) => Promise<Browser>;
  readonly close: () => Promise<void>;
};

/** Where the machine's Chromium is; throws the sentence that says how to get one. */
export const chromiumPath = (): string => {
  const found = findChromium();
  if ('path' in found) return found.path;
  throw new Error(`${found.problem} Install Chromium or Chrome, or set TOLLGATE_CHROMIUM to the path of one.`);
};

/**
 * A real Chromium without a window (`defaultFontPx`: the size of text that its owner has set), whose contexts are empty
 * and leave nothing behind. It calls nobody by itself, so what it asks for on the network is what the pages ask for.
 */
export const startChromium = async ({ defaultFontPx = 16 } = {}): Promise<Chromium> => {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    chromiumSandbox: false,
    args: [...ARGS, `--disable-features=${SWITCHED_OFF.join()}`, `--blink-settings=defaultFontSize=${defaultFontPx}`],
    timeout: LAUNCH_TIMEOUT_MS,
  });
  return {
    open: async (options = {}) => {
      // What turns and slides is drawn without a graphics card, sixty times a second, and no test looks at it.
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      context.setDefaultTimeout(STEP_TIMEOUT_MS);
      return { context, close: () => context.close() };
    },
    close: () => browser.close(),
  };
};

/** A Chromium of its own for one context. */
export const openBrowser = async (options: BrowserContextOptions = {}): Promise<Browser> => {
  const browser = await startChromium();
  const { context } = await browser.open(options);
  return { context, close: browser.close };
};

/**
 * A click in a frame of another site. Until Chromium has drawn such a frame it sends the mouse to the page around it,
 * where the click is lost without an error; so it is first seen to arrive.
 */
export const clickInFrame = async (frame: Frame, selector: string): Promise<void> => {
  const target = frame.locator(selector);
  await waitFor(`the mouse is over ${selector}`, async () => {
    await target.hover();
    return target.evaluate((element) => element.matches(':hover'));
  });
  await target.click({ noWaitAfter: true });
};
