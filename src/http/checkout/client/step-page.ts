import { fillBrowserFacts } from './browser-facts.ts';
import { find, goTo, leaveTo } from './dom.ts';
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
    if (await goOn(form)) return;
    isBusy = false;
    button.removeAttribute('aria-disabled');
    label.textContent = idleLabel;
    showLost(true);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void take();
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) goTo(location.href);
  });
  void take();
};

const showLost = (isLost: boolean): void => {
  const place = find('lost', HTMLElement);
  if (place !== undefined) place.textContent = isLost ? (place.dataset['text'] ?? '') : '';
};

/** False: nobody answered, and the customer may try again. */
const goOn = async (form: HTMLFormElement): Promise<boolean> => {
  fillBrowserFacts(form);
  const body = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const exchange = { path: form.dataset['path'] ?? '', body, whenContinued: () => undefined };
  const answer = await settle(exchange, new URL(form.action).pathname);
  if (answer?.kind === 'leave') leaveTo(answer.url);
  if (answer?.kind === 'show') goTo(answer.url);
  return answer?.kind === 'leave' || answer?.kind === 'show';
};
