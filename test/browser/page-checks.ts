import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// What runs in the page is text here: this side of the test has no DOM, and its types should not pretend one.
export const inPage = <T>(page: Page, expression: string): Promise<T> => page.evaluate<T>(expression);

/** What axe-core finds wrong with the page as it is shown now, a line each. */
export const axeViolations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  return inPage(page, `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`);
};

/** The page has to be moved sideways to be read. */
export const scrollsSideways = (page: Page): Promise<boolean> => inPage(page, 'document.documentElement.scrollWidth > innerWidth');

/** Shown again out of the browser's memory, as Back does; the browser of the tests has that memory switched off. */
export const showAgainFromMemory = (page: Page): Promise<void> => inPage(page, `void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`);
