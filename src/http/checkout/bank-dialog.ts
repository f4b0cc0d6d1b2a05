import type { Locale } from './catalogs/index.ts';
import { html, type Html } from './html.ts';

/** Where the script shows the bank's page, over the page that asked for it. `leave`: what closing it means to the customer. */
export const renderBankDialog = (
  { catalog: { bank } }: Locale,
  leave: string,
): Html => html`<dialog id="bank" aria-labelledby="bank-title">
<div class="bank-head"><h2 id="bank-title" tabindex="-1" autofocus>${bank.title}</h2>
<button type="button" class="link" id="bank-leave">${leave}</button></div>
</dialog>`;
