import { find } from './dom.ts';

/** The radios of the customer's saved cards and of another one; a customer without saved cards has none of them. */
export type Methods = {
  /** The digits that tell the brand of the saved card that is chosen; undefined: the card that is typed pays. */
  readonly savedDigits: () => string | undefined;
  /** Called when another method is chosen, and when the browser has put back what was chosen before. */
  readonly whenChosen: (listener: () => void) => void;
  readonly chooseNewCard: () => void;
};

export const findMethods = (form: HTMLFormElement): Methods => {
  const radios = [...form.querySelectorAll<HTMLInputElement>('[name="method"]')];
  return {
    savedDigits: () => radios.find(({ checked }) => checked)?.dataset['digits'],
    whenChosen: (listener) => {
      if (radios.length === 0) return;
      for (const radio of radios) radio.addEventListener('change', listener);
      addEventListener('pageshow', listener);
    },
    chooseNewCard: () => {
      const another = radios.find(({ value }) => value === 'new');
      if (another !== undefined) another.checked = true;
    },
  };
};

/** What only a new card has. Fields that are out of sight are not sent and not filled in by the browser either. */
export const showNewCard = (isShown: boolean, inputs: readonly HTMLInputElement[]): void => {
  for (const input of inputs) {
    input.disabled = !isShown;
    const field = input.closest<HTMLElement>('.field');
    if (field !== null) field.hidden = !isShown;
  }
  const offer = find('save-offer', HTMLElement);
  const consent = find('saveCard', HTMLInputElement);
  if (offer !== undefined) offer.hidden = !isShown;
  if (consent !== undefined) consent.disabled = !isShown;
};
