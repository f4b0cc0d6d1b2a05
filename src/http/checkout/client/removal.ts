import type { CardMistakes } from '../../../vault/card-fields.ts';
import type { ClientTexts } from '../script-contract.ts';
import { showMistake } from './card-fields.ts';
import { seal, type Recipient } from './seal.ts';

/** Where a form of removal asks for the card's CVC; other forms don't. */
export const findRemovalCvc = (form: HTMLFormElement): HTMLInputElement | undefined => {
  const field = form.elements.namedItem('removalCvc');
  return field instanceof HTMLInputElement ? field : undefined;
};

/** The CVC leaves the page sealed, as that of a payment does. Undefined: this browser promises encryption, and fails at it. */
export const sealRemovalCvc = async (
  field: HTMLInputElement,
  recipient: Recipient & { readonly keyId: string },
): Promise<Readonly<Record<string, string>> | undefined> => {
  try {
    return { keyId: recipient.keyId, sealed: await seal({ cvc: field.value }, recipient) };
  } catch {
    return undefined;
  }
};

export const showRemovalMistake = (field: HTMLInputElement, { cvc }: CardMistakes, texts: ClientTexts): void => {
  field.value = '';
  showMistake(field, cvc === undefined ? '' : texts.mistakes.cvc[cvc]);
  field.focus();
};

/** No CVC outlives the page that it was typed into. */
export const clearRemovals = (forms: readonly HTMLFormElement[]): void => {
  for (const form of forms) {
    const field = findRemovalCvc(form);
    if (field !== undefined) field.value = '';
  }
};
