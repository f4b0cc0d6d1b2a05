import { gzipSync } from 'node:zlib';
import { budgetForRatio, measureRepeat, type Bench, type Figure, type Measured, type Row } from '../measure.ts';
import type { World } from '../world/world.ts';
import { createOneSession } from './session-request.ts';

const CONNECTIONS = 64;
/** Different sessions, so that no single row is always the one at hand. */
const PAGES = 200;

export const measurePage = async (bench: Bench): Promise<readonly Row[]> => {
  const world = await bench.world();
  const paths = await makePages(world);
  const measured = await measurePageRate(bench, world, paths);
  const weight = await weighPage(`${world.gateway().url}${paths[0] ?? ''}`);
  return [
    {
      group: 'page',
      what: `GET payment page, c=${CONNECTIONS}`,
      ...measured,
      isComparedWithLimit: true,
      figures: [budgetForRatio(30), ...weight],
    },
  ];
};

export const makePages = async (world: World): Promise<readonly string[]> => {
  const { url } = world.gateway();
  const sessions = await Promise.all(Array.from({ length: PAGES }, () => createOneSession(url, world.shop.apiKey)));
  return sessions.map(({ paymentUrl }) => new URL(paymentUrl).pathname);
};

export const measurePageRate = (bench: Bench, world: World, paths: readonly string[]): Promise<Measured> =>
  measureRepeat(bench, {
    target: world.gateway().target,
    request: {
      method: 'GET',
      paths,
      headers: { Accept: 'text/html', 'Accept-Language': 'en-GB,en;q=0.8', 'Accept-Encoding': 'gzip, deflate, br' },
    },
    connections: CONNECTIONS,
    watched: world.watched(),
  });

/** All that a browser fetches for the page, compressed by gzip one by one, and who it asks for it. */
const weighPage = async (url: string): Promise<readonly Figure[]> => {
  const page = await (await fetch(url)).text();
  const tags = page.match(/<(?:link|script|img|iframe|source|video)\b[^>]*>/g) ?? [];
  const addresses = tags
    .flatMap((tag) => /\b(?:href|src)="([^"]+)"/.exec(tag)?.[1] ?? [])
    .filter((address) => !address.startsWith('data:'));
  const files = await Promise.all(
    addresses.map(async (address) => Buffer.from(await (await fetch(new URL(address, url))).arrayBuffer())),
  );
  const bytes = [Buffer.from(page), ...files].reduce((total, file) => total + gzipSync(file, { level: 9 }).length, 0);
  const foreign = addresses.filter((address) => new URL(address, url).origin !== new URL(url).origin);
  return [
    { name: 'HTML + CSS + JS gzip', value: bytes / 1024, unit: 'KB', atMost: 30 },
    { name: 'files beside the HTML', value: files.length, unit: '', atMost: 2 },
    { name: 'third-party requests', value: foreign.length, unit: '', atMost: 0 },
  ];
};
