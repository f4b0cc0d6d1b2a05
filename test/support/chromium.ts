import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.cjs';

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
const LAUNCH_TIMEOUT_MS = 60_000;
/** Only ends a step that would wait for ever: a busy machine may be slow. */
const STEP_TIMEOUT_MS = 60_000;

export type Browser = {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
};

/** Where the machine's Chromium is; throws the sentence that says how to get one. */
export const chromiumPath = (): string => {
  const found = findChromium();
  if ('path' in found) return found.path;
  throw new Error(`${found.problem} Install Chromium or Chrome, or set TOLLGATE_CHROMIUM to the path of one.`);
};

/**
 * A real Chromium without a window, with an empty profile that is removed afterwards. It calls nobody by itself, so
 * what it asks for on the network is what the pages ask for.
 */
export const openBrowser = async (options: BrowserContextOptions = {}): Promise<Browser> => {
  const profile = mkdtempSync(join(tmpdir(), 'tollgate-browser-'));
  const removeProfile = (): void => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const context = await chromium.launchPersistentContext(profile, {
      ...options,
      executablePath: chromiumPath(),
      headless: true,
      chromiumSandbox: false,
      args: ARGS,
      timeout: LAUNCH_TIMEOUT_MS,
    });
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    return {
      context,
      close: async () => {
        await context.close();
        removeProfile();
      },
    };
  } catch (error) {
    removeProfile();
    throw error;
  }
};
