import type { Challenge } from '../../flow/page/checkout.ts';
import type { Locale } from './catalogs/index.ts';
import { renderConfirmPage, type ConfirmPage } from './confirm-page.ts';
import { renderChallengeFrame, renderMethodAnswered, renderMethodFrame, renderReturned } from './three-ds-frames.ts';
import {
  BANK_SCHEMES,
  createFrameHeaders,
  createNotificationHeaders,
  createPageHeaders,
  type FrameContent,
  type PageHeaderOptions,
  type PageHeaderSettings,
} from './headers.ts';
import type { Site } from './layout.ts';
import type { MethodRequest } from './method-state.ts';
import type { FilledPage } from './template.ts';
import { STATUS_PAGES } from './pages.ts';
import { renderLeavingPage, renderPlainStatusPage, renderWayOut, type LeavingPage } from './status-page.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string | FilledPage;
};

export type PlainPage = 'unknown' | 'error' | 'away' | 'crossSite';

const AWAY_SECONDS = 3;

/** Pages with their headers, for whatever is paid. */
export const createAnswers = (settings: PageHeaderSettings, site: Site) => {
  const headersFor = createPageHeaders(settings);
  const frameHeadersFor = createFrameHeaders(settings);

  const showHtml = (status: number, html: string | FilledPage, options?: PageHeaderOptions): Answer => ({
    status,
    headers: { ...headersFor(options), ...HTML },
    html,
  });
  const showFrame = (html: string, holds: FrameContent = 'nothing'): Answer => ({
    status: 200,
    headers: { ...frameHeadersFor(holds), ...HTML },
    html,
  });
  const showPlain = (page: PlainPage, locale: Locale, path?: string): Answer =>
    showHtml(STATUS_PAGES[page].httpStatus, renderPlainStatusPage(site, locale, { page, path }));
  /** Refused by the framework, or failed by us. */
  const showFailure = (status: number, locale: Locale, path: string | undefined): Answer =>
    showHtml(status, renderPlainStatusPage(site, locale, { page: 'error', path }));
  const isWeb = (url: string): boolean =>
    BANK_SCHEMES[settings.mode].some((scheme) => URL.canParse(url) && new URL(url).protocol === scheme);

  return {
    plainHeaders: headersFor(),
    showHtml,
    /** Loaded again now and then, even by a browser whose script has not arrived; the script is quicker. */
    showWaiting: (html: string): Answer => showAgain(showHtml(200, html), 15),
    showPlain,
    showFailure,
    /** The way to the shop or into its app: a page, because no form of ours may end anywhere but with us. */
    showLeaving: (page: Omit<LeavingPage, 'site'>): Answer =>
      leadingTo(page.url, showHtml(200, renderLeavingPage({ site, ...page }))),
    /** The same in passing, with nothing said about the payment. */
    showWayOut: (url: string, locale: Locale): Answer => leadingTo(url, showHtml(200, renderWayOut(site, locale, url))),
    /**
     * For a while nobody can look at the payment: the page tries again by itself. `path`: the payment's page, when a
     * form was sent.
     */
    showAway: (path: string | undefined, locale: Locale): Answer => {
      const answer = showPlain('away', locale, path);
      const refresh = path === undefined ? `${AWAY_SECONDS}` : `${AWAY_SECONDS};url=${path}`;
      return { ...answer, headers: { ...answer.headers, refresh, 'retry-after': String(AWAY_SECONDS) } };
    },
    /** The page on which the bank's begins. */
    showConfirm: (page: Omit<ConfirmPage, 'site'>): Answer => {
      const { acsUrl } = page.challenge;
      if (!isWeb(acsUrl)) return showPlain('error', page.locale);
      const options = { postsToBank: true, hasFrames: page.shows === 'here' };
      const answer = showHtml(200, renderConfirmPage({ site, ...page }), options);
      return page.shows === 'window' ? keptForBack(answer) : answer;
    },
    /** Undefined: the bank has nothing to ask any more, and the page around the frame is about to notice. */
    showChallengeFrame: (challenge: Challenge | undefined, leave: string, locale: Locale): Answer => {
      if (challenge === undefined) return showFrame(renderReturned(site, locale, undefined));
      return isWeb(challenge.acsUrl)
        ? showFrame(renderChallengeFrame(site, locale, { challenge, leave }), 'bank')
        : showPlain('error', locale);
    },
    showMethodFrame: (request: MethodRequest | undefined, locale: Locale): Answer =>
      request !== undefined && isWeb(request.methodUrl)
        ? showFrame(renderMethodFrame(site, locale, request), 'method')
        : showPlain('unknown', locale),
    showMethodAnswered: (locale: Locale): Answer => ({
      status: 200,
      headers: { ...createNotificationHeaders(settings), ...HTML },
      html: renderMethodAnswered(site, locale),
    }),
    showReturned: (path: string | undefined, locale: Locale): Answer => showFrame(renderReturned(site, locale, path)),
  };
};

export const showAgain = (answer: Answer, seconds: number): Answer => ({
  ...answer,
  headers: { ...answer.headers, refresh: String(seconds) },
});

/**
 * The answer to a form that a browser posted by itself. A browser that kept nothing of it would show its own error
 * (`ERR_CACHE_MISS`) to a customer who comes back to it by Back. The card in it is sealed, opens here alone, and goes
 * by way of the bank in any case.
 */
export const keptForBack = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'cache-control': 'private, no-cache' },
});

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** Left at once, with and without a script; a browser keeps no step for it in its history. */
const leadingTo = (url: string | undefined, answer: Answer): Answer =>
  url === undefined ? answer : { ...answer, headers: { ...answer.headers, refresh: `0;url=${inHeader(url)}` } };

/** An address of a shop may hold letters that a header may not. */
const inHeader = (url: string): string =>
  url.replace(/[^\x21-\x7e]+/g, (letters) => encodeURIComponent(letters.toWellFormed()));
