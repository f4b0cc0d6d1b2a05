import type { ClientTexts, SubmitAnswer } from '../script-contract.ts';
import { takeOverCardFields, type CardFieldsOnPage } from './card-fields.ts';
import { startCountdown } from './countdown.ts';
import { find, goTo, leaveTo, showCurrent } from './dom.ts';
import { findMethods } from './methods.ts';
import { canSeal, seal } from './seal.ts';
import { askStatus, sleep } from './status.ts';

type FormPage = {
  readonly form: HTMLFormElement;
  /** Giving up, and the removal of each saved card. */
  readonly otherForms: readonly HTMLFormElement[];
  readonly button: HTMLButtonElement;
  readonly label: HTMLElement;
  readonly alert: HTMLElement;
  readonly texts: ClientTexts;
  readonly fields: CardFieldsOnPage;
  readonly path: string;
};

/** The bank may take its time; a connection that says nothing for longer is lost. */
const SUBMIT_TIMEOUT_MS = 60_000;

export const startFormPage = (): void => {
  const page = findPage();
  if (page === undefined) return;
  const announcer = find('announcer', HTMLElement);
  const announce = (text: string): void => {
    if (announcer !== undefined) announcer.textContent = text;
  };
  const busy = createBusyState(page, announce);

  page.form.addEventListener('submit', (event) => {
    if (busy.isBusy()) {
      event.preventDefault();
      return;
    }
    if (!page.fields.check()) {
      event.preventDefault();
      return;
    }
    busy.begin();
    // On plain http outside localhost there is no encryption in the browser: the form posts itself, as without script.
    if (!canSeal()) return;
    event.preventDefault();
    void pay(page).then((next) => {
      if (next === 'stay') busy.end();
    });
  });
  for (const form of page.otherForms) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (busy.isBusy()) return;
      busy.block();
      void send(form);
    });
  }
  addEventListener('pageshow', (event) => {
    if (event.persisted) void recheck(page, busy.end);
  });
  if (page.alert.childElementCount > 0) page.alert.focus();
  startCountdown({ path: page.path, almostUp: page.texts.almostUp, announce, isPaying: busy.isBusy });
};

const findPage = (): FormPage | undefined => {
  const form = find('card-form', HTMLFormElement);
  const otherForms = [...document.querySelectorAll<HTMLFormElement>('#cancel-form, .remove-form')];
  const button = find('pay', HTMLButtonElement);
  const label = find('pay-label', HTMLElement);
  const alert = find('alert', HTMLElement);
  const textsText = find('texts', HTMLScriptElement)?.textContent;
  if (!form || !button || !label || !alert || !textsText) return undefined;
  const texts = JSON.parse(textsText) as ClientTexts;
  const fields = takeOverCardFields(texts, findMethods(form));
  return fields && { form, otherForms, button, label, alert, texts, fields, path: new URL(form.action).pathname };
};

type Next = 'stay' | 'leave';

const createBusyState = ({ button, label, texts }: FormPage, announce: (text: string) => void) => {
  let isBusy = false;
  const idleLabel = label.textContent;
  const block = (): void => {
    isBusy = true;
    // `disabled` would take the focus away from those who navigate by keyboard.
    button.setAttribute('aria-disabled', 'true');
  };
  return {
    isBusy: () => isBusy,
    /** Something else is on its way: nobody may pay meanwhile, and nothing says so. */
    block,
    begin: () => {
      block();
      label.textContent = texts.paying;
      announce(texts.paying);
    },
    end: () => {
      isBusy = false;
      button.removeAttribute('aria-disabled');
      label.textContent = idleLabel;
      announce('');
    },
  };
};

const pay = async (page: FormPage): Promise<Next> => {
  const { form, fields, path } = page;
  hideAlert(page);
  const { token = '', attempt = '', key = '', keyId = '' } = form.dataset;
  let sealed: string;
  try {
    sealed = await seal(fields.values(), { publicKey: key, aad: `${token}.${attempt}` });
  } catch {
    // A browser that promises encryption and fails at it still has the plain form.
    form.submit();
    return 'leave';
  }
  const { formToken = '', ...choice } = textsOf(form, ['formToken', 'method', 'saveCard']);
  const answer = await post(path, { formToken, keyId, sealed, ...choice });
  return answer === undefined ? findOutWhatHappened(page) : follow(answer, page);
};

/** What the form would send of these fields: a box that is not ticked, and a field that is out of sight, say nothing. */
const textsOf = (form: HTMLFormElement, names: readonly string[]): Readonly<Record<string, string>> => {
  const data = new FormData(form);
  return Object.fromEntries(names.flatMap((name) => {
    const value = data.get(name);
    return typeof value === 'string' ? [[name, value]] : [];
  }));
};

const post = async (path: string, body: Readonly<Record<string, string>>): Promise<SubmitAnswer | undefined> => {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(SUBMIT_TIMEOUT_MS),
    });
    return (await response.json()) as SubmitAnswer;
  } catch {
    return undefined;
  }
};

const follow = (answer: SubmitAnswer, page: FormPage): Next => {
  switch (answer.kind) {
    case 'leave':
      leaveTo(answer.url);
      return 'leave';
    case 'show':
      goTo(answer.url);
      return 'leave';
    case 'mistakes':
      page.fields.showMistakes(answer.mistakes);
      return 'stay';
    case 'tryAgain':
      page.form.dataset['attempt'] = String(answer.form.attemptNumber);
      for (const field of document.querySelectorAll<HTMLInputElement>('[name="formToken"]')) field.value = answer.form.formToken;
      page.fields.clearCvc();
      showAlert(page, { title: answer.title, text: answer.message });
      return 'stay';
  }
};

const CHECKS = 6;

/**
 * The card was sent and no answer came. Only the server knows whether a payment began: a session that is open with no
 * new attempt was never asked to pay, and the same form can't pay twice, so trying again is safe in any case.
 */
const findOutWhatHappened = async (page: FormPage): Promise<Next> => {
  const { connectionLost, checking, offline } = page.texts.notices;
  showAlert(page, checking);
  for (let check = 0; check < CHECKS; check++) {
    await sleep(1_000 * 1.5 ** check);
    const status = await askStatus(page.path, false);
    if (status === undefined) continue;
    if (status.state === 'open' && String(status.attemptsBegun) === page.form.dataset['attempt']) {
      showAlert(page, connectionLost);
      return 'stay';
    }
    showCurrent();
    return 'leave';
  }
  showAlert(page, offline);
  return 'stay';
};

/** A form that does not pay, sent so that the page is replaced: Back must not show what is gone. */
const send = async (form: HTMLFormElement): Promise<void> => {
  const answer = await post(new URL(form.action).pathname, textsOf(form, ['formToken', 'paymentMethod']));
  if (answer?.kind === 'leave') leaveTo(answer.url);
  else if (answer?.kind === 'show') goTo(answer.url);
  else showCurrent();
};

/** Shown again out of the browser's memory (Back from the shop): it may show a form that has paid long ago. */
const recheck = async (page: FormPage, endBusy: () => void): Promise<void> => {
  page.fields.clearCvc();
  const status = await askStatus(page.path, false);
  if (status !== undefined && (status.state !== 'open' || String(status.attemptsBegun) !== page.form.dataset['attempt'])) showCurrent();
  else endBusy();
};

const showAlert = ({ alert }: FormPage, { title, text }: { readonly title: string; readonly text: string }): void => {
  const paragraphs = [title, text].map((sentence) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = sentence;
    return paragraph;
  });
  paragraphs[0]?.classList.add('alert-title');
  alert.classList.remove('done');
  alert.replaceChildren(...paragraphs);
  alert.focus();
};

const hideAlert = ({ alert }: FormPage): void => {
  alert.replaceChildren();
};
