import type { Locale } from './catalogs/index.ts';
import { html, type Html } from '../kernel/html.ts';

/**
 * Where the script shows the bank's page, over the page that asked for it. `leave`: what closing it means to the
 * customer.
 */
export const renderBankDialog = (
  { catalog: { bank } }: Locale,
  leave: string,
): Html => html`<dialog id="bank" aria-labelledby="bank-title">
<div class="bank-head" id="bank-head"><h2 id="bank-title" tabindex="-1" autofocus>${bank.title}</h2>
<button type="button" class="link" id="bank-leave">${leave}</button></div>
<div id="bank-body"><p id="bank-wait" role="status"><span class="spinner large" aria-hidden="true"></span>${bank.oneMoment}</p></div>
<div id="bank-stop" role="alertdialog" aria-labelledby="bank-stop-title" aria-describedby="bank-stop-text" hidden><div class="bank-question">
<h2 id="bank-stop-title">${bank.stop.title}</h2>
<p id="bank-stop-text">${bank.stop.text}</p>
<button type="button" id="bank-go-on">${bank.stop.goOn}</button>
<button type="button" class="plain" id="bank-stop-yes">${leave}</button>
</div></div>
</dialog>`;
