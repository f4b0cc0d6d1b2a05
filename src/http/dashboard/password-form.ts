import { SHORTEST_PASSWORD } from '../../members/password.ts';
import { html, type Html } from '../kernel/html.ts';
import type { Visit } from './site.ts';

const CHANGED = 'The password is changed, and you are signed out everywhere else.';

export const renderPassword = (
  { base, formToken, session }: Visit,
  { done, passwordMistake }: { readonly done: unknown; readonly passwordMistake?: string },
): Html => html`<section><h2>Password</h2>
${done === 'password' && html`<p class="done" role="status">${CHANGED}</p>`}
${passwordMistake !== undefined && html`<p class="mistake" role="alert">${passwordMistake}</p>`}
<details class="card"${passwordMistake !== undefined && OPEN}><summary>Change it</summary>
<form method="post" action="${base}/account/change-password">
<input type="hidden" name="formToken" value="${formToken}">
<input type="hidden" name="email" value="${session.email}" autocomplete="username">
<label for="password">Your password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<label for="code">Code of your app, or a recovery code</label>
<input id="code" name="code" autocomplete="one-time-code" required maxlength="40" autocapitalize="off"
 spellcheck="false">
<label for="newPassword">A new password of ${SHORTEST_PASSWORD} letters or more</label>
<input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required
 minlength="${SHORTEST_PASSWORD}" maxlength="256">
<button>Change the password</button></form></details></section>`;

const OPEN = html` open`;
