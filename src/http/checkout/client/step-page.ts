import { fillBrowserFacts } from './browser-facts.ts';
import { find, goTo, leaveTo } from './dom.ts';
import type { CardMistakes } from '../../../vault/card-fields.ts';
import { showMistake as showMistakeAt } from './card-fields.ts';
import { canSeal, seal } from './seal.ts';
import { ticketInAddress } from './ticket.ts';
import { settle } from './exchange.ts';

/** A step that needs no decision of the customer: taken at once, and by the button when the connection was lost. */
export const startStepPage = (): void => {
  const form = find('step-form', HTMLFormElement);
  const label = find('step-label', HTMLElement);
  const button = form?.querySelector('button');
  if (form === undefined || label === undefined || !button) return;
  const idleLabel = label.textContent;
  let isBusy = false;
  const take = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    button.setAttribute('aria-disabled', 'true');
    label.textContent = form.dataset['oneMoment'] ?? '';
    showLost(false);
    const became = await goOn(form);
    if (became === 'gone') return;
    isBusy = false;
    button.removeAttribute('aria-disabled');
    label.textContent = idleLabel;
    showLost(became === 'lost');
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void take();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) goTo(location.href);
  });
  takeTicket(form);
  const field = find('code-field', HTMLElement);
  if (field !== undefined && !('asked' in field.dataset)) field.hidden = true;
  // A code that has to be typed is waited for.
  if (field === undefined || field.hidden) void take();
  else find('code', HTMLInputElement)?.focus();
};

/** What the shop left behind the `#` goes along with the form. */
const takeTicket = (form: HTMLFormElement): void => {
  const field = form.elements.namedItem('ticket');
  const ticket = ticketInAddress();
  if (field instanceof HTMLInputElement && ticket !== '') field.value = ticket;
};

/** The form as it is sent: a code that was typed leaves the page sealed. */
const bodyOf = async (form: HTMLFormElement): Promise<Readonly<Record<string, string>>> => {
  const { cvc = '', ...body } = Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => [name, String(value)]),
  );
  if (cvc.trim() === '' || !canSeal()) return { ...body, cvc };
  const { aad = '', key = '', keyId = '' } = form.dataset;
  return { ...body, keyId, sealed: await seal({ cvc }, { publicKey: key, aad }) };
};

const showLost = (isLost: boolean): void => {
  const place = find('lost', HTMLElement);
  if (place !== undefined) place.textContent = isLost ? (place.dataset['text'] ?? '') : '';
};

const showMistake = ({ cvc }: CardMistakes): void => {
  const field = find('code', HTMLInputElement);
  const texts = JSON.parse(find('texts', HTMLScriptElement)?.textContent ?? '{}') as Readonly<Record<string, string>>;
  if (field === undefined) return;
  field.value = '';
  showMistakeAt(field, texts[cvc ?? ''] ?? '');
  field.focus();
};

/** `lost`: nobody answered, and the customer may try again. */
const goOn = async (form: HTMLFormElement): Promise<'gone' | 'lost' | 'mistaken'> => {
  fillBrowserFacts(form);
  const body = await bodyOf(form);
  const exchange = { path: form.dataset['path'] ?? '', body, whenContinued: () => undefined };
  const answer = await settle(exchange, new URL(form.action).pathname);
  if (answer?.kind === 'leave') leaveTo(answer.url);
  if (answer?.kind === 'show') goTo(answer.url);
  if (answer?.kind === 'mistakes') {
    showMistake(answer.mistakes);
    return 'mistaken';
  }
  return answer?.kind === 'leave' || answer?.kind === 'show' ? 'gone' : 'lost';
};
