import type { ClientTexts } from '../script-contract.ts';
import { fillBrowserFacts } from './browser-facts.ts';
import { takeOverCardFields, type CardFieldsOnPage } from './card-fields.ts';
import { startCountdown } from './countdown.ts';
import { find, goTo, leaveTo, showCurrent, showProgress, textsOf } from './dom.ts';
import { post, settle, settleChallenge, type Exchange, type Settled } from './exchange.ts';
import { findMethods } from './methods.ts';
import { watchPointer, whenPointerIsUp } from './pointer.ts';
import { clearRemovals, findRemovalCvc, sealRemovalCvc, showRemovalMistake } from './removal.ts';
import { canSeal, seal, type Recipient } from './seal.ts';
import { askStatus, sleep } from './status.ts';
import { followPayment } from './waiting-page.ts';

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
      // What was said about the try before is not about these mistakes.
      hideAlert(page);
      return;
    }
    busy.begin();
    fillBrowserFacts(page.form);
    // On plain http outside localhost there is no encryption in the browser: the form posts itself, as without script.
    if (!canSeal()) return;
    event.preventDefault();
    void pay(page, busy.goOn).then((next) => {
      if (next === 'stay') busy.end();
    });
  });
  for (const form of page.otherForms) {
    form.addEventListener('submit', (event) => {
      if (busy.isBusy()) event.preventDefault();
      // A CVC that can't be sealed goes as it does without script.
      if (busy.isBusy() || (findRemovalCvc(form) !== undefined && !canSeal())) return;
      event.preventDefault();
      busy.block();
      void send(page, form).then((next) => {
        if (next === 'stay') busy.end();
      });
    });
  }
  watchPointer();
  hideAlertAtMistakes(page);
  addEventListener('pageshow', (event) => {
    if (event.persisted) void recheck(page, busy.end);
  });
  if (page.alert.childElementCount > 0) page.alert.focus();
  // The card that is typed here again may be in another tab, which finishes without it.
  if (isForConfirmedCard(page)) {
    void followPayment({
      path: page.path,
      authentication: 'cleared',
      showChange: () => {
        if (!busy.isBusy()) showProgress();
      },
    });
  }
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
  const behindMs = Number(form.dataset['now']) - Date.now();
  const fields = takeOverCardFields({ texts, methods: findMethods(form), nowMs: () => Date.now() + behindMs });
  return fields && { form, otherForms, button, label, alert, texts, fields, path: form.dataset['path'] ?? '' };
};

type Next = 'stay' | 'leave';

const createBusyState = (page: FormPage, announce: (text: string) => void) => {
  const { form, button, label, texts, fields } = page;
  let isBusy = false;
  const idleLabel = label.textContent;
  const whyNot = find('cancel-off', HTMLElement);
  const others = [...document.querySelectorAll<HTMLElement>('#cancel-form [type="submit"], .removal [type="submit"]')];
  // A choice can't be read-only, and one that is disabled would not be sent: so it is kept from changing.
  form.addEventListener('click', (event) => {
    const isChoice = event.target instanceof Element && event.target.matches('[type="radio"], [type="checkbox"]');
    if (isBusy && isChoice) event.preventDefault();
  });
  const block = (): void => {
    isBusy = true;
    fields.lock(true);
    // `disabled` would take the focus away from those who navigate by keyboard.
    for (const one of [button, ...others]) one.setAttribute('aria-disabled', 'true');
  };
  const say = (text: string): void => {
    label.textContent = text;
    announce(text);
  };
  return {
    isBusy: () => isBusy,
    /** Something else is on its way: nobody may pay meanwhile, and nothing says so. */
    block,
    begin: () => {
      block();
      if (whyNot !== undefined) whyNot.hidden = false;
      say(texts.paying);
    },
    /** The bank's page is gone, and the payment goes on. */
    goOn: () => {
      say(texts.oneMoment);
    },
    end: () => {
      isBusy = false;
      fields.lock(false);
      for (const one of [button, ...others]) one.removeAttribute('aria-disabled');
      if (whyNot !== undefined) whyNot.hidden = true;
      label.textContent = idleLabel;
      announce('');
    },
  };
};

const pay = async (page: FormPage, goOn: () => void): Promise<Next> => {
  const { form, fields, path } = page;
  hideAlert(page);
  const { keyId, ...recipient } = recipientOf(page);
  let sealed: string;
  try {
    sealed = await seal(fields.values(), recipient);
  } catch {
    // A browser that promises encryption and fails at it still has the plain form.
    form.submit();
    return 'leave';
  }
  const body = { ...textsOf(form, ['formToken', 'method', 'saveCard', 'browser']), keyId, sealed };
  const whenContinued = (isLeft: boolean): void => {
    if (isLeft) fields.startAnew();
    goOn();
  };
  const exchange: Exchange = { path, body, whenContinued };
  const answer = await settle(exchange, new URL(form.action).pathname);
  return answer === undefined ? findOutWhatHappened(page, exchange) : follow(answer, page);
};

/** For whom a card is sealed, and for which form: one that was recorded is of no use for another. */
const recipientOf = ({ form }: FormPage): Recipient & { readonly keyId: string } => {
  const { token = '', attempt = '', key = '', keyId = '' } = form.dataset;
  return { keyId, publicKey: key, aad: `${token}.${attempt}` };
};

/** The form finishes a payment that its issuer has confirmed, and can begin no other. */
const isForConfirmedCard = ({ form, path }: FormPage): boolean => new URL(form.action).pathname !== path;

const follow = (answer: NonNullable<Settled>, page: FormPage): Next => {
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
      if (isForConfirmedCard(page)) {
        goTo(answer.fresh);
        return 'leave';
      }
      page.form.dataset['attempt'] = String(answer.form.attemptNumber);
      for (const field of document.querySelectorAll<HTMLInputElement>('[name="formToken"]'))
        field.value = answer.form.formToken;
      page.fields.clearCvc();
      if (answer.marked !== undefined) page.fields.mark(answer.marked);
      showAlert(page, { title: answer.title, text: answer.message });
      return 'stay';
  }
};

const CHECKS = 6;

/**
 * The card was sent and no answer came. Only the server knows whether a payment began: a session that is open with no
 * new attempt was never asked to pay, and the same form can't pay twice, so trying again is safe in any case.
 */
const findOutWhatHappened = async (page: FormPage, exchange: Exchange): Promise<Next> => {
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
    // The issuer asks the customer, and the card is still here: no need to type it again.
    const settled =
      status.authentication === undefined
        ? undefined
        : await settleChallenge(exchange, { frame: `${page.path}/challenge` });
    if (settled !== undefined) return follow(settled, page);
    showCurrent();
    return 'leave';
  }
  showAlert(page, offline);
  return 'stay';
};

/** A form that does not pay, sent so that the page is replaced: Back must not show what is gone. */
const send = async (page: FormPage, form: HTMLFormElement): Promise<Next> => {
  const cvc = findRemovalCvc(form);
  const sealed = cvc === undefined ? {} : await sealRemovalCvc(cvc, recipientOf(page));
  if (sealed === undefined) {
    form.submit();
    return 'leave';
  }
  const body = { ...textsOf(form, ['formToken', 'paymentMethod']), ...sealed };
  const answer = await post(new URL(form.action).pathname, body);
  if (answer?.kind === 'mistakes' && cvc !== undefined) {
    showRemovalMistake(cvc, answer.mistakes, page.texts);
    return 'stay';
  }
  if (answer?.kind === 'leave') leaveTo(answer.url);
  else if (answer?.kind === 'show') goTo(answer.url);
  else if (answer?.kind === 'tryAgain') goTo(answer.fresh);
  else showCurrent();
  return 'leave';
};

/** Shown again out of the browser's memory (Back from the shop): it may show a form that has paid long ago. */
const recheck = async (page: FormPage, endBusy: () => void): Promise<void> => {
  page.fields.clearCvc();
  clearRemovals(page.otherForms);
  const status = await askStatus(page.path, false);
  if (
    status !== undefined &&
    (status.state !== 'open' || String(status.attemptsBegun) !== page.form.dataset['attempt'])
  )
    showCurrent();
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

/** An old decline above a new mistake misleads. */
const hideAlertAtMistakes = (page: FormPage): void => {
  page.form.addEventListener('change', ({ target }) => {
    whenPointerIsUp(() => {
      if (target instanceof Element && target.getAttribute('aria-invalid') === 'true') hideAlert(page);
    });
  });
};

const hideAlert = ({ alert }: FormPage): void => {
  alert.replaceChildren();
};
