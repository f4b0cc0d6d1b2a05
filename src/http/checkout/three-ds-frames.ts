import type { Challenge } from '../../flow/page/checkout.ts';
import type { Locale } from './catalogs/index.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Site } from './layout.ts';
import type { MethodRequest } from './method-state.ts';

/**
 * The pages that lie between the payment page and the bank's, and after it. They are why the payment page itself may
 * show no frame but ours: the bank's origin stands in the policy of the one page that posts to it.
 */
export const renderChallengeFrame = (
  site: Site,
  locale: Locale,
  { challenge: { acsUrl, creq }, leave }: ChallengeFrame,
): string => {
  const { bank } = locale.catalog;
  const fields = renderHiddenFields({ creq, threeDSSessionData: '' });
  const body = html`<main class="bank-frame">
<div class="bank-view">
<iframe id="bank-page" name="bank" title="${bank.title}" sandbox="${BANK_SANDBOX}"></iframe>
<div id="cover">
<div role="status">
<div data-cover="waiting"><span class="spinner large" aria-hidden="true"></span><p>${bank.waiting}</p></div>
<div data-cover="slow" hidden><span class="spinner large" aria-hidden="true"></span><h1>${bank.slow.title}</h1><p>${bank.slow.text}</p></div>
<div data-cover="failed" hidden><h1>${bank.failed.title}</h1><p>${bank.failed.text}</p></div>
</div>
<div id="ways" hidden>
<button type="submit" form="whole-window">${bank.wholeWindow}</button>
<button type="button" class="plain again">${bank.tryAgain}</button>
<button type="button" class="plain" id="another">${leave}</button>
</div>
</div>
</div>
<div id="foot"><p class="unseen">${bank.trouble}</p>
<button type="submit" class="link" form="whole-window">${bank.wholeWindow}</button>
<button type="button" class="link again">${bank.tryAgain}</button></div>
<form id="whole-window" method="post" action="${acsUrl}" target="_top">${fields}</form>
<form id="post-on" method="post" action="${acsUrl}" target="bank">${fields}</form>
</main>`;
  return renderFrame(site, locale, { name: 'bank', body });
};

export type ChallengeFrame = {
  readonly challenge: Challenge;
  /** What the customer may do instead. */
  readonly leave: string;
};

/**
 * The bank's page may show what it needs to, and never takes the customer away by itself: that way out is a button of
 * ours.
 */
const BANK_SANDBOX = 'allow-forms allow-scripts allow-same-origin allow-popups';

/** The 3DS Method: the issuer looks at the browser for some seconds, and nobody sees it. */
export const renderMethodFrame = (site: Site, locale: Locale, { methodUrl, methodData }: MethodRequest): string =>
  renderPosting(site, locale, {
    action: methodUrl,
    fields: { threeDSMethodData: methodData },
    sandbox: 'allow-forms allow-scripts allow-same-origin',
  });

type Posting = { readonly action: string; readonly fields: Readonly<Record<string, string>>; readonly sandbox: string };

const renderPosting = (site: Site, locale: Locale, { action, fields, sandbox }: Posting): string =>
  renderFrame(site, locale, {
    name: 'post-on',
    body: html`<iframe class="whole" name="bank" title="${locale.catalog.bank.title}" sandbox="${sandbox}"></iframe>
<form id="post-on" method="post" action="${action}" target="bank">${renderHiddenFields(fields)}</form>`,
  });

/** The issuer's method page has come back to us: the script says so to the page around the frames. */
export const renderMethodAnswered = (site: Site, locale: Locale): string =>
  renderFrame(site, locale, { name: 'method-answered', body: html`` });

/**
 * The bank's page has come back to us. The page around the frames follows by itself; alone in a window, it leads on.
 */
export const renderReturned = (site: Site, locale: Locale, path: string | undefined): string => {
  const { oneMoment, backToPayment } = locale.catalog.bank;
  return renderFrame(site, locale, {
    name: 'returned',
    body: html`<main class="returned">
<h1>${oneMoment}</h1>
${
  path !== undefined &&
  html`<p class="way-on"><a id="lead-on" class="button" href="${path}" target="_top">${backToPayment}</a></p>
`
}</main>`,
  });
};

/**
 * The bank's page has come back to us at a moment at which we can't hear it: what it brought is brought again, by
 * itself or by the button.
 */
export const renderReturnAgain = (
  site: Site,
  locale: Locale,
  { fields, isSoon }: { readonly fields: Readonly<Record<string, string>>; readonly isSoon: boolean },
): string => {
  const { bank, pages } = locale.catalog;
  const { title, text } = isSoon ? { ...pages.away, text: () => bank.returned } : pages.error;
  return renderFrame(site, locale, {
    name: isSoon ? 'again' : 'returned',
    body: html`<main class="returned">
<h1>${title}</h1>
<p>${text('')}</p>
<form id="again" class="way-on" method="post">${renderHiddenFields(fields)}<button type="submit">${bank.tryAgain}</button></form>
</main>`,
  });
};

export const renderHiddenFields = (fields: Readonly<Record<string, string>>): Html =>
  html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;

type Frame = { readonly name: 'bank' | 'post-on' | 'method-answered' | 'returned' | 'again'; readonly body: Html };

const renderFrame = ({ assets, basePath }: Site, { catalog, tag }: Locale, { name, body }: Frame): string =>
  html`<!doctype html>
<html lang="${tag}" dir="${catalog.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${catalog.bank.oneMoment}</title>
<link rel="stylesheet" href="${basePath}/assets/${assets.style.fileName}" integrity="${assets.style.integrity}">
<script src="${basePath}/assets/${assets.script.fileName}" integrity="${assets.script.integrity}" defer></script>
</head>
<body class="frame" data-page="${name}">
${body}
</body>
</html>
`.markup;
