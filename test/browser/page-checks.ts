import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { isLong } from '../support/length.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What runs in the page is text here: this side of the test has no DOM, and its types should not pretend one.
export const inPage = <T>(page: Page, expression: string): Promise<T> => page.evaluate<T>(expression);

/** What axe-core finds wrong with the page as it is shown now, all of it, a line each. */
export const axeViolations = async (page: Page): Promise<readonly string[]> => {
  await page.waitForLoadState();
  await page.evaluate(AXE);
  return inPage(
    page,
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`,
  );
};

/**
 * Every language is looked at for what its words can do: width, height, direction. What axe judges, a language changes
 * by its direction only: so it judges one of each in every run, and all of them with `--long`.
 */
export const isJudgedByAxe = (language: string): boolean => isLong || language === 'en' || language === 'ar';

/** In place of `axeViolations` where it does not judge. */
export const nothing = (): Promise<readonly string[]> => Promise.resolve([]);

/** The page has to be moved sideways to be read. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  inPage(page, 'document.documentElement.scrollWidth > innerWidth');

const HOUR_MS = 3_600_000;

/** From now on the timers of the page, and of what it loads next, go off when the test says so and not before. */
export const stopTime = async (page: Page): Promise<void> => {
  const nowMs = Date.now();
  await page.clock.install({ time: nowMs });
  await page.clock.pauseAt(nowMs + HOUR_MS);
};

/** Shown again out of the browser's memory, as Back does; the browser of the tests has that memory switched off. */
export const showAgainFromMemory = (page: Page): Promise<void> =>
  inPage(page, `void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
