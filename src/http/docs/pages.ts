import { errors } from './guides/errors.ts';
import { eventFeed } from './guides/event-feed.ts';
import { idempotency } from './guides/idempotency.ts';
import { laptop } from './guides/laptop.ts';
import { moving } from './guides/moving.ts';
import { redirectIntegration } from './guides/redirect-integration.ts';
import { returns } from './guides/returns.ts';
import { sdkGuide } from './guides/sdk.ts';
import { storedCards } from './guides/stored-cards.ts';
import { testCardsGuide } from './guides/test-cards.ts';
import { threeDSecure } from './guides/three-d-secure.ts';
import { versionsGuide } from './guides/versions.ts';
import { webhooks } from './guides/webhooks.ts';
import { withoutThePage } from './guides/without-the-page.ts';
import { reference } from './reference.ts';
import type { DocsPage } from './site.ts';

/** Every page, in the order of the contents. */
const pages: readonly DocsPage[] = [
  reference,
  redirectIntegration,
  webhooks,
  eventFeed,
  laptop,
  returns,
  threeDSecure,
  storedCards,
  withoutThePage,
  sdkGuide,
  moving,
  idempotency,
  errors,
  testCardsGuide,
  versionsGuide,
];

export const pagesOf = (mode: 'sandbox' | 'live'): readonly DocsPage[] =>
  pages.filter(({ isSandboxOnly = false }) => mode === 'sandbox' || !isSandboxOnly);
