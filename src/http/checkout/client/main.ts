import { startBankFrame } from './bank-frame.ts';
import { startConfirmPage } from './confirm-page.ts';
import { find, reloadWhole, showProgress } from './dom.ts';
import { startFormPage } from './form-page.ts';
import { bringAgain, leadOnWhenAlone, postOn, tellMethodAnswered } from './frame-pages.ts';
import { startStepPage } from './step-page.ts';
import { followPayment } from './waiting-page.ts';

/** Browsers that lack what the rest stands on (Safari before 16, for one) have the pages as without script. */
const isUpToDate = 'timeout' in AbortSignal && 'HTMLDialogElement' in globalThis;

/** Each page says its name; the page works without any of this. */
const start: Readonly<Record<string, () => void>> = {
  form: startFormPage,
  processing: () => {
    const { path, held } = find('waiting', HTMLElement)?.dataset ?? {};
    if (path === undefined) return;
    void followPayment({ path, authentication: undefined, isHeld: held !== undefined, showChange: showProgress });
  },
  status: reloadWhole,
  confirm: startConfirmPage,
  step: startStepPage,
  bank: startBankFrame,
  'post-on': postOn,
  'method-answered': tellMethodAnswered,
  returned: leadOnWhenAlone,
  again: bringAgain,
};

if (isUpToDate) start[document.body.dataset['page'] ?? '']?.();
