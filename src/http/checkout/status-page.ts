import type { CheckoutView } from '../../flow/page/checkout.ts';
import type { Locale } from './catalogs/index.ts';
import { html, trustMarkup, type Html } from '../kernel/html.ts';
import { isolate, renderLayout, returnLink, type Site } from './layout.ts';
import { STATUS_PAGES, type StatusIcon, type StatusPage } from './pages.ts';
import { renderClosedSummary } from './summary.ts';

export type SessionStatusPage = {
  readonly site: Site;
  readonly view: CheckoutView;
  readonly locale: Locale;
  readonly paymentToken: string;
  readonly page: StatusPage;
  /** What a browser without script adds to the page's address to follow a payment. */
  readonly waitAgain: string;
};

/** A payment that is on its way, or over. Nothing on it invites to pay again. */
export const renderSessionStatusPage = ({ site, view, locale, ...shown }: SessionStatusPage): string => {
  const { paymentToken, page, waitAgain } = shown;
  const path = `${site.basePath}/pay/${paymentToken}`;
  if (page === 'processing') return renderWaitingPage({ site, locale, view, path, waitAgain });
  const { title, text } = locale.catalog.pages[page];
  const merchant = isolate(view.merchantName, locale);
  const body = html`<section class="panel status">
${statusIcon(STATUS_PAGES[page].icon)}
<h1>${title}</h1>
<p>${text(merchant)}</p>
${returnLink(view.returnUrl, locale.catalog.form.back(merchant))}
</section>
${renderClosedSummary(view, locale)}`;
  return renderLayout({
    site,
    locale,
    name: 'status',
    title: `${title} · ${view.merchantName}`,
    accent: view.accentColor,
    body,
  });
};

/** What a page needs to know of whatever is paid. */
type Payable = Pick<CheckoutView, 'merchantName' | 'accentColor' | 'amount' | 'returnUrl'>;

export type PayablePage = {
  readonly site: Site;
  readonly locale: Locale;
  readonly view: Payable;
  /** The address of the payment's page. */
  readonly path: string;
};

/** It is paid, and the way back opens in seconds. */
export const renderHeldPage = ({ site, locale, view, paymentToken, waitAgain }: SessionStatusPage): string => {
  const path = `${site.basePath}/pay/${paymentToken}`;
  const merchant = isolate(view.merchantName, locale);
  const { title, text } = locale.catalog.pages[view.captureMethod === 'manual' ? 'authorized' : 'paid'];
  const body = html`<section class="panel status" id="waiting" data-path="${path}" data-held aria-live="polite">
${statusIcon('done')}
<h1>${title}</h1>
<p>${text(merchant)}</p>
<p>${locale.catalog.form.takenBack(merchant)}</p>
</section>
${renderClosedSummary(view, locale)}`;
  // The answer is held until the way is open; the browser shows this page meanwhile.
  const head = html`
<noscript><meta http-equiv="refresh" content="0;url=${path}${waitAgain}&held"></noscript>`;
  return renderLayout({
    site,
    locale,
    name: 'processing',
    title: `${title} · ${view.merchantName}`,
    accent: view.accentColor,
    head,
    body,
  });
};

type WaitingPage = PayablePage & { readonly waitAgain?: string };

/** Browsers without script ask again after this long. */
const REFRESH_SECONDS = 3;

export const renderWaitingPage = ({ site, locale, view, path, waitAgain = '?wait' }: WaitingPage): string => {
  const { title, text } = locale.catalog.pages.processing;
  const body = html`<section class="panel status" id="waiting" data-path="${path}" aria-live="polite">
${statusIcon(STATUS_PAGES.processing.icon)}
<h1>${title}</h1>
<p>${text(isolate(view.merchantName, locale))}</p>
</section>
${renderClosedSummary(view, locale)}`;
  const head = html`
<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS};url=${path}${waitAgain}"></noscript>`;
  return renderLayout({
    site,
    locale,
    name: 'processing',
    title: `${title} · ${view.merchantName}`,
    accent: view.accentColor,
    head,
    body,
  });
};

/** Between an outcome and the shop or its app: left by itself (`refresh`), and by a link where that leads nowhere. */
export const renderLeavingPage = ({ site, locale, view, url, icon, title, text }: LeavingPage): string => {
  const body = html`<section class="panel status" id="leaving">
${statusIcon(icon)}
<h1>${title}</h1>
${
  text !== undefined &&
  html`<p>${text}</p>
`
}${returnLink(url, locale.catalog.form.back(isolate(view.merchantName, locale)))}
</section>
${renderClosedSummary(view, locale)}`;
  return renderLayout({
    site,
    locale,
    name: 'leaving',
    title: `${title} · ${view.merchantName}`,
    accent: view.accentColor,
    body,
  });
};

export type LeavingPage = Omit<PayablePage, 'path'> & {
  /** Where to: the shop's, signed. Undefined: the shop gave none. */
  readonly url: string | undefined;
  readonly icon: StatusIcon;
  readonly title: string;
  readonly text?: string;
};

export const renderWayOut = (site: Site, locale: Locale, url: string): string => {
  const { oneMoment, begin } = locale.catalog.bank;
  const body = html`<section class="panel status">
${statusIcon('waiting')}
<h1>${oneMoment}</h1>
${returnLink(url, begin.go)}
</section>`;
  return renderLayout({ site, locale, name: 'leaving', title: oneMoment, body });
};

/**
 * A page about no session that we could show: unknown, stopped, or our own failure. `path`: what to load, when not this
 * address again.
 */
export const renderPlainStatusPage = (site: Site, locale: Locale, { page, path = '' }: PlainStatusPage): string => {
  const { title, text } = locale.catalog.pages[page];
  const body = html`<section class="panel status">
${statusIcon(STATUS_PAGES[page].icon)}
<h1>${title}</h1>
<p>${text('')}</p>
${
  (page === 'error' || page === 'away') &&
  html`<p class="way-on"><a class="button" href="${path}"${page === 'away' && html` data-again`}>${locale.catalog.form.reload}</a></p>`
}
</section>`;
  return renderLayout({ site, locale, name: 'status', title, body });
};

type PlainStatusPage = {
  readonly page: 'unknown' | 'error' | 'away' | 'crossSite';
  readonly path?: string | undefined;
};

const ICON_PATHS: Readonly<Record<StatusIcon, string>> = {
  waiting: '<circle cx="24" cy="24" r="21" class="track"/><path d="M24 3a21 21 0 0 1 21 21" class="turning"/>',
  bank: '<circle cx="24" cy="24" r="23" class="disc"/><path d="M12 20.5l12-7 12 7M16.5 24v8M24 24v8M31.5 24v8M13 36h22" class="stroke"/>',
  done: '<circle cx="24" cy="24" r="23" class="disc"/><path d="M14 25l7 7 13-15" class="stroke"/>',
  clock: '<circle cx="24" cy="24" r="23" class="disc"/><path d="M24 12v13l8 5" class="stroke"/>',
  stopped: '<circle cx="24" cy="24" r="23" class="disc"/><path d="M17 17l14 14M31 17L17 31" class="stroke"/>',
  question: '<circle cx="24" cy="24" r="23" class="disc"/><path d="M24 12v15M24 33v3" class="stroke"/>',
};

export const statusIcon = (icon: StatusIcon): Html =>
  html`<svg class="status-icon icon-${icon}" viewBox="0 0 48 48" width="56" height="56" aria-hidden="true" focusable="false">${trustMarkup(ICON_PATHS[icon])}</svg>`;
