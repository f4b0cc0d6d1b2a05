import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { catalogs } from '../../src/http/checkout/catalogs/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { startStrangePages, type StrangePages } from './bank-world.ts';
import { CARDS } from './fake-checkout.ts';
import { axeViolations, inPage, scrollsSideways, isJudgedByAxe, nothing } from './page-checks.ts';
import { fillCard, openPage, startPageWorld, submit, type PageWorld } from './page-world.ts';

let world: PageWorld;
let bank: StrangePages;

before(async () => {
  bank = await startStrangePages();
  bank.pages.set(
    '/acs',
    '<html lang="en"><meta name="viewport" content="width=device-width"><main><h1>Bank</h1></main>',
  );
  world = await startPageWorld({ bank: { challenge: () => ({ acsUrl: `${bank.url}/acs`, creq: 'e30' }) } });
});
after(async () => {
  await world.close();
  bank.close();
});

type Shown = { readonly name: string; readonly show: (page: Page, locale: string) => Promise<unknown> };

const challenge = { acsUrl: 'https://acs.example/', creq: 'e30' };
const hasDialog = async (page: Page): Promise<void> => {
  await page.locator('dialog[open]').waitFor();
  await waitFor('the bank’s page', async () => page.frames().some((frame) => frame.url() === `${bank.url}/acs`));
};

const PAGES: readonly Shown[] = [
  {
    name: 'dialog over the form',
    show: async (page, locale) => {
      await page.goto(world.base + world.gateway.start({ locale }).path);
      await fillCard(page, { pan: CARDS.challenged });
      await submit(page);
      await hasDialog(page);
    },
  },
  {
    name: 'challenging',
    show: (page, locale) =>
      page.goto(
        world.base +
          world.gateway.start({
            locale,
            state: 'paying',
            attemptsBegun: 1,
            authentication: { stage: 'challenging', challenge },
          }).path,
      ),
  },
  {
    name: 'confirmed',
    show: (page, locale) =>
      page.goto(
        world.base +
          world.gateway.start({ locale, state: 'paying', attemptsBegun: 1, authentication: { stage: 'cleared' } }).path,
      ),
  },
  {
    name: 'dialog over a payment without a session',
    show: async (page) => {
      await page.goto(world.base + world.gateway.startAction().path);
      await hasDialog(page);
    },
  },
  {
    name: 'a step that has to be taken by hand',
    show: async (page) => {
      const { path } = world.gateway.startAction();
      await page.route(`**${path}`, (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      );
      await page.goto(world.base + path);
      await page.locator('#lost:not(:empty)').waitFor();
    },
  },
  { name: 'back from the bank', show: (page) => page.goto(`${world.base}/3ds/returned`) },
];

for (const { language, dir } of catalogs) {
  test(`in ${language}: ${isJudgedByAxe(language) ? 'axe finds nothing, light and dark; ' : ''}no wider than a small phone`, async () => {
    const judge = isJudgedByAxe(language) ? axeViolations : nothing;
    const page = await openPage(world.browser, 'about:blank');
    await page.setExtraHTTPHeaders({ 'accept-language': language });
    await page.setViewportSize({ width: 320, height: 640 });
    for (const colorScheme of isJudgedByAxe(language) ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      for (const { name, show } of PAGES) {
        const what = `${name} ${language} ${colorScheme}`;
        await show(page, language);
        assert.deepEqual(await judge(page), [], what);
        assert.equal(await scrollsSideways(page), false, what);
        assert.deepEqual(
          await inPage(page, '[document.documentElement.lang, document.documentElement.dir]'),
          [language, dir],
          what,
        );
        const small = await page
          .locator(':is(input:not([type="hidden"]), button, .link, .button):visible')
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height).filter((height) => height < 44));
        assert.deepEqual(small, [], what);
      }
    }
    await page.close();
  });
}
