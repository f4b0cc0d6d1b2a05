import { escape } from '../shared/html.ts';
import { amountText } from './amount.ts';
import { triesLeft } from './challenge.ts';
import type { Challenge } from './challenge-record.ts';
import { hiddenFields, type Page } from './html.ts';
import type { Fields } from './wire.ts';

// Fits the protocol's smallest window, 250 × 400, as well as a whole screen.
const style = `
:root { color-scheme: light dark; --ink: #14213d; --soft: #55607a; --line: #8a93a8; --page: #eef1f6; --card: #fff; --act: #1d4ed8; --on-act: #fff; --bad: #b42318; --good: #146c43; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f6; --soft: #b4bccd; --line: #7b859c; --page: #10141d; --card: #1a202d; --act: #8fb4ff; --on-act: #0b1220; --bad: #ffb4ab; --good: #7ddba8; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; align-content: start; justify-items: center; padding: clamp(.5rem, 3vw, 2rem); background: var(--page); color: var(--ink); font: 1rem/1.45 system-ui, sans-serif; }
main { width: 100%; max-width: 27rem; background: var(--card); border-radius: .75rem; padding: clamp(.75rem, 5vw, 1.75rem); box-shadow: 0 1px 3px #0003; }
.bank { display: flex; align-items: center; justify-content: space-between; gap: .5rem; color: var(--soft); font-size: .875rem; font-weight: 600; }
.bank span:first-child { display: flex; align-items: center; gap: .5rem; color: var(--ink); }
.bank span { white-space: nowrap; }
.bank svg { width: 1.5rem; height: 1.5rem; flex: none; }
h1 { font-size: 1.2rem; line-height: 1.25; margin: .9rem 0 .5rem; text-wrap: balance; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: .75rem 0; padding: .6rem 0; border-block: 1px solid color-mix(in srgb, var(--line) 45%, transparent); }
dt { color: var(--soft); } dd { margin: 0; text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
dd strong { font-size: 1.05rem; }
label { display: block; font-weight: 600; margin: .75rem 0 .3rem; }
input, button { font: inherit; min-height: 2.75rem; border-radius: .5rem; }
input { width: 100%; padding: .5rem .75rem; border: 1px solid var(--line); background: transparent; color: inherit; font-size: 1.25rem; letter-spacing: .3em; font-variant-numeric: tabular-nums; }
input[aria-invalid] { border-color: var(--bad); border-width: 2px; }
button { cursor: pointer; padding: .5rem 1rem; border: 1px solid var(--line); background: transparent; color: inherit; }
.act { width: 100%; margin-top: .75rem; border-color: var(--act); background: var(--act); color: var(--on-act); font-weight: 600; }
.link { border-color: transparent; text-decoration: underline; text-underline-offset: .2em; padding-inline: .25rem; }
.row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem; margin-top: .25rem; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
.simulator { margin-top: 1rem; padding: .75rem; border: 1px dashed var(--line); border-radius: .5rem; font-size: .9rem; }
.simulator p { margin: 0 0 .6rem; } .simulator .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem; }
code { font-size: 1em; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
@media (max-width: 20rem), (max-height: 26rem) { body { padding: 0; font-size: .9rem; } main { border-radius: 0; } h1 { font-size: 1.05rem; margin: .5rem 0 .25rem; } dl { margin: .4rem 0; padding: .3rem 0; } .bank { font-size: .8rem; } .simulator .pair { gap: .35rem; } label { margin-top: .4rem; } }
`;

const emblem =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" ' +
  'aria-hidden="true"><path d="M3 9l9-6 9 6v2H3z"/><path d="M5.5 11v7M10 11v7M14 11v7M18.5 11v7M3 20.5h18"/></svg>';

const header = `<div class="bank"><span>${emblem}Sandbox Bank</span><span>3-D Secure</span></div>`;

const notices: Readonly<Record<Challenge['notice'], (challenge: Challenge) => string>> = {
  none: () => '',
  wrongCode: (challenge) =>
    `<p id="notice" class="bad" role="alert">That code is not right. ${
      triesLeft(challenge) === 1 ? 'You have one more try.' : `You have ${triesLeft(challenge)} more tries.`
    }</p>`,
  codeSent: () => '<p id="notice" class="good" role="status">A new code is on its way.</p>',
  noMoreCodes: () => '<p id="notice" class="bad" role="alert">No more codes can be sent. Use the last one.</p>',
};

/** The page where the cardholder enters the code. Works without scripts, without cookies, in a frame and alone. */
export const challengePage = (challenge: Challenge, nowMs: number): Page => {
  const path = `/acs/challenge/${challenge.token}`;
  const isWrong = challenge.notice === 'wrongCode';
  const notice = notices[challenge.notice](challenge);
  return {
    title: isWrong ? 'Code not right – Sandbox Bank' : 'Confirm your payment – Sandbox Bank',
    style,
    // When the time is up, what the browser shows next is the way back.
    refreshSeconds: (challenge.idleEndsAtMs - nowMs) / 1_000 + 1,
    body: `<main>
${header}
<h1>Confirm your payment</h1>
${notice}
<p>We sent a code to your phone that ends in 42. It is good for ${minutesText(challenge.idleEndsAtMs - nowMs)}.</p>
<dl><dt>To</dt><dd>${escape(challenge.merchantName)}</dd>
<dt>Amount</dt><dd><strong>${escape(amountText(challenge.amount, challenge.currency, challenge.exponent))}</strong></dd>
<dt>Card</dt><dd>•••• ${escape(challenge.cardKey.slice(6))}</dd></dl>
<form method="post" action="${path}" autocomplete="off">
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required${
      isWrong ? ' aria-invalid="true"' : ''
    }${notice === '' ? '' : ' aria-describedby="notice"'}>
<button class="act" name="action" value="code">Confirm</button>
</form>
<form method="post" action="${path}" class="row">
<button class="link" name="action" value="resend">Send a new code</button>
<button class="link" name="action" value="cancel">Cancel</button>
</form>
<form method="post" action="${path}" class="simulator">
<p>This is a simulator. <code>123456</code> is right, every other code is wrong. Or choose how it ends:</p>
<div class="pair"><button name="action" value="success">Success</button><button name="action" value="fail">Fail</button></div>
</form>
</main>`,
  };
};

const leadBack: Readonly<Record<'never' | 'once' | 'twice', string | undefined>> = {
  never: undefined,
  once: "document.getElementById('back').submit();",
  twice:
    "document.getElementById('copy').submit();setTimeout(function(){document.getElementById('back').submit();},400);",
};

const minutesText = (ms: number): string => {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes === 1 ? 'one minute' : `${minutes} minutes`;
};

/** The way back: a form with the CRes that sends itself, or waits for a click where scripts do not run. */
export const returnPage = (challenge: Challenge): Page => {
  const { cres, posts } = challenge.way ?? { cres: '', posts: 'never' };
  const fields = hiddenFields({ cres, threeDSSessionData: challenge.sessionData });
  const action = escape(challenge.notificationURL);
  const copy =
    posts === 'twice'
      ? '<iframe name="copyframe" title="Second copy" hidden></iframe><form id="copy" method="post" ' +
        `action="${action}" target="copyframe">${fields}</form>`
      : '';
  const script = leadBack[posts];
  return {
    title: 'Back to the shop – Sandbox Bank',
    style,
    body: `<main>
${header}
<h1>Thank you</h1>
<p>You are being returned to ${escape(challenge.merchantName)}.</p>
<form id="back" method="post" action="${action}">${fields}<button class="act">Continue</button></form>
${copy}</main>`,
    ...(script === undefined ? {} : { script }),
  };
};

/** On to another host of the bank: by itself, and by a click where scripts do not run. */
export const movingPage = (address: string, by: 'form' | 'script'): Page => ({
  title: 'One moment – Sandbox Bank',
  style,
  body: `<main>
${header}
<h1>One moment</h1>
<p>You are being taken to the page of your bank.</p>
<form id="move" method="post" action="${escape(address)}"><button class="act" name="action" value="arrive">Continue</button></form>
</main>`,
  script:
    by === 'form' ? "document.querySelector('#move button').click();" : `location.href=${JSON.stringify(address)};`,
});

/** For a CReq that can't be answered: there may be nobody to return to. */
export const refusalPage = (erro: Fields): Page => ({
  title: 'Not possible – Sandbox Bank',
  style,
  body: `<main>
${header}
<h1>This payment can’t be confirmed here</h1>
<p>The message that brought you here is not one that this bank can answer.</p>
<p><code>Erro ${escape(String(erro['errorCode']))}: ${escape(String(erro['errorDescription']))} (${escape(String(erro['errorDetail']))})</code></p>
</main>`,
});
