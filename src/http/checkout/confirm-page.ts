import type { Challenge } from '../../flow/page/checkout.ts';
import { renderBankDialog } from './bank-dialog.ts';
import type { Locale } from './catalogs/index.ts';
import { renderHiddenFields } from './three-ds-frames.ts';
import { html, type Html } from '../kernel/html.ts';
import { isolate, renderLayout, type Site } from './layout.ts';
import { statusIcon } from './status-page.ts';

export type ConfirmPage = {
  readonly site: Site;
  readonly locale: Locale;
  /** The address of the payment's page. */
  readonly path: string;
  readonly merchantName: string;
  readonly accentColor?: string | undefined;
  readonly summary: Html;
  readonly formToken: string;
  readonly challenge: Challenge;
  /** Travels through the bank and back where no page can keep it: the sealed card, or what stands for it. */
  readonly ticket: string | undefined;
  /** Of a page whose own address has a ticket: the way back to it keeps it. */
  readonly ticketOfPage?: string | undefined;
  /**
   * `window`: the bank's page takes the whole window, with or without a script. `here`: a script may show it over this
   * page.
   */
  readonly shows: 'window' | 'here';
  /** What the customer may do instead. */
  readonly leave: string;
};

/** The bank wants to ask the customer: one button leads there, and one link away from it. */
export const renderConfirmPage = (page: ConfirmPage): string => {
  const { site, locale, path, merchantName, summary, formToken, challenge, ticket, shows, leave, ticketOfPage } = page;
  const { bank, pages } = locale.catalog;
  const { title, text } = pages.challenging;
  const fields = { creq: challenge.creq, threeDSSessionData: ticket ?? '' };
  const body = html`<section class="panel status" id="confirm" data-path="${path}">
${statusIcon('bank')}
<h1>${title}</h1>
<p>${text(isolate(merchantName, locale))}</p>
${
  shows === 'here' &&
  html`<p class="note">${bank.elsewhere}</p>
`
}<form id="bank-form" class="way-on" method="post" action="${challenge.acsUrl}" data-here="${bank.continueHere}">${renderHiddenFields(fields)}<button type="submit">${bank.continueToBank}</button></form>
<form id="leave-form" class="way-back" method="post" action="${path}/abandon">${renderHiddenFields({ formToken, ...(ticketOfPage !== undefined && { ticket: ticketOfPage }) })}<input type="submit" class="link" value="${leave}"></form>
</section>
${summary}${shows === 'here' && renderBankDialog(locale, leave)}`;
  return renderLayout({
    site,
    locale,
    name: shows === 'here' ? 'confirm' : 'status',
    title: `${title} · ${merchantName}`,
    accent: page.accentColor,
    body,
  });
};
