import { html, type Html } from '../../kernel/html.ts';
import type { Visit } from '../site.ts';

/** `asks`: the browser, for a passkey that is there or a new one. The script shows the form, and fills in `answer`. */
export const passkeyForm = (
  asked: { readonly action: string; readonly challenge: string; readonly asks: 'get' | 'create' },
  fields: Html,
): Html => html`<form class="card" method="post" action="${asked.action}" data-passkey="${asked.asks}"
 data-challenge="${asked.challenge}" hidden>
<p class="mistake" role="alert" hidden>The browser gave no passkey. Try again, or go on without one.</p>
<input type="hidden" name="answer" value="">
${fields}</form>`;

export const renderPasskeySignIn = (next: string): Html =>
  passkeyForm(
    { action: 'passkey-sign-in', challenge: 'passkey-challenge', asks: 'get' },
    html`<input type="hidden" name="next" value="${next}">
<button>Sign in with a passkey</button>`,
  );

export const renderPasskeyConfirm = ({ base, formToken }: Visit, next: string): Html =>
  passkeyForm(
    { action: `${base}/confirm/passkey`, challenge: `${base}/confirm/passkey-challenge`, asks: 'get' },
    html`<input type="hidden" name="formToken" value="${formToken}">
<input type="hidden" name="next" value="${next}">
<button>Go on with a passkey</button>`,
  );
