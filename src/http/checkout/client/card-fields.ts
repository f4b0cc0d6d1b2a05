import { brandRulesOf, findCvcMistake } from '../../../card/brand.ts';
import { findCardholderNameMistake } from '../../../card/cardholder-name.ts';
import { findExpiryMistake } from '../../../card/expiry.ts';
import { findPanMistake, normalizePan, toAsciiDigits } from '../../../card/pan.ts';
import type { CardMistakes } from '../../../vault/card-fields.ts';
import type { ClientTexts, MarkedField } from '../script-contract.ts';
import { formatCvc, formatExpiry, formatPan, isLongestPan } from '../typing.ts';
import { drawBrandMark } from './brand-marks.ts';
import { find } from './dom.ts';
import { showNewCard, type Methods } from './methods.ts';
import { whenPointerIsUp } from './pointer.ts';

const NAMES = ['pan', 'expiry', 'cvc', 'cardholderName'] as const;
type FieldName = (typeof NAMES)[number];
type Inputs = Readonly<Record<FieldName, HTMLInputElement>>;
type Fields = {
  readonly inputs: Inputs;
  readonly methods: Methods;
  readonly texts: ClientTexts;
  /** The server's time: a device may be years wrong, and must not refuse a card for it. */
  readonly nowMs: () => number;
};

export type CardFieldsOnPage = {
  /** All four, or the CVC alone when a saved card pays. */
  readonly values: () => Readonly<Partial<Record<FieldName, string>>>;
  /** Shows every mistake at its field and leads to the first; true when there are none. */
  readonly check: () => boolean;
  readonly showMistakes: (mistakes: CardMistakes) => void;
  /** The CVC never outlives the try it was typed for. */
  readonly clearCvc: () => void;
  /** What the bank said about a field that the customer sees. */
  readonly mark: (marked: MarkedField) => void;
  /** Ready for another card: nothing of the one before stays but its holder's name. */
  readonly startAnew: () => void;
  /** While they are on their way nobody changes them: what is seen is what pays. */
  readonly lock: (isLocked: boolean) => void;
};

/** Formats while typing, checks when a field is left, and takes a mistake away as soon as it is mended. */
export const takeOverCardFields = (given: Omit<Fields, 'inputs'>): CardFieldsOnPage | undefined => {
  const inputs = findInputs();
  if (inputs === undefined) return undefined;
  const { methods, texts } = given;
  const fields: Fields = { ...given, inputs };
  for (const name of NAMES) takeOver(name, fields);
  const clearCvc = (): void => {
    inputs.cvc.value = '';
    showMistake(inputs.cvc, '');
  };
  let shownFor = methods.savedDigits();
  const showChosen = (): void => {
    const digits = methods.savedDigits();
    const { pan, expiry, cardholderName } = inputs;
    showNewCard(digits === undefined, [pan, expiry, cardholderName]);
    showCvcHint(fields);
    // A CVC belongs to the card that it was typed for.
    if (digits !== shownFor) clearCvc();
    shownFor = digits;
  };
  methods.whenChosen(showChosen);
  showBrand(fields);
  showChosen();
  return {
    values: () => (methods.savedDigits() === undefined ? newCardIn(inputs) : { cvc: inputs.cvc.value }),
    check: () => showAll(fields, (name) => sentenceOf(name, fields)),
    showMistakes: (mistakes) => {
      showAll(fields, (name) => textOf(name, mistakes, texts));
    },
    clearCvc,
    mark: ({ field, sentence }) => {
      if (!inputs[field].disabled) showMistake(inputs[field], sentence);
    },
    startAnew: () => {
      methods.chooseNewCard();
      showChosen();
      clearCvc();
      for (const input of [inputs.pan, inputs.expiry]) {
        input.value = '';
        showMistake(input, '');
      }
      showBrand(fields);
    },
    lock: (isLocked) => {
      for (const name of NAMES) inputs[name].readOnly = isLocked;
    },
  };
};

const takeOver = (name: FieldName, fields: Fields): void => {
  const input = fields.inputs[name];
  const shape = (event: Event): void => {
    formatWhileTyping(name, fields, event instanceof InputEvent && event.inputType.startsWith('delete'));
    if (name === 'pan') showBrand(fields);
    if (input.getAttribute('aria-invalid') === 'true') showMistake(input, sentenceOf(name, fields));
    leadOn(name, fields, event);
  };
  input.addEventListener('input', (event) => {
    // A keyboard that composes (Japanese, Chinese) owns the text until it is done: who writes into it doubles its digits.
    if (!(event instanceof InputEvent) || !event.isComposing) shape(event);
  });
  input.addEventListener('compositionend', shape);
  // `change` comes when an edited field is left: never for one that was only passed through.
  input.addEventListener('change', () => {
    whenPointerIsUp(() => {
      showMistake(input, sentenceOf(name, fields));
    });
  });
};

const newCardIn = ({ pan, expiry, cvc, cardholderName }: Inputs): Readonly<Record<FieldName, string>> => ({
  pan: normalizePan(pan.value),
  expiry: expiry.value,
  cvc: cvc.value,
  cardholderName: cardholderName.value,
});

const findInputs = (): Inputs | undefined => {
  const [pan, expiry, cvc, cardholderName] = NAMES.map((name) => find(name, HTMLInputElement));
  return pan && expiry && cvc && cardholderName && { pan, expiry, cvc, cardholderName };
};

/** The first digits, or all, of the card that would pay now: they decide about its CVC. */
const digitsOf = ({ inputs, methods }: Fields): string => methods.savedDigits() ?? normalizePan(inputs.pan.value);

type MaybeMistakes = { readonly [Name in FieldName]?: CardMistakes[Name] | undefined };

const mistakesIn = (fields: Fields): MaybeMistakes => {
  const { pan, expiry, cvc, cardholderName } = fields.inputs;
  const inCvc = { cvc: findCvcMistake(toAsciiDigits(cvc.value).trim(), digitsOf(fields)) };
  if (fields.methods.savedDigits() !== undefined) return inCvc;
  return {
    ...inCvc,
    pan: findPanMistake(pan.value),
    expiry: findExpiryMistake(expiry.value, fields.nowMs()),
    cardholderName: findCardholderNameMistake(cardholderName.value),
  };
};

const sentenceOf = (name: FieldName, fields: Fields): string => textOf(name, mistakesIn(fields), fields.texts);

const textOf = (name: FieldName, mistakes: MaybeMistakes, { mistakes: texts }: ClientTexts): string => {
  const table: Readonly<Record<string, string>> = texts[name];
  return table[mistakes[name] ?? ''] ?? '';
};

/** At its field, and to whoever only hears the page; an empty sentence takes the mistake away. */
export const showMistake = (input: HTMLInputElement, sentence: string): void => {
  if (sentence === '') input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
  const place = find(`${input.id}-mistake`, HTMLElement);
  if (place !== undefined && place.textContent !== sentence) place.textContent = sentence;
};

const showAll = ({ inputs }: Fields, sentence: (name: FieldName) => string): boolean => {
  const wrong = NAMES.filter((name) => {
    const text = sentence(name);
    showMistake(inputs[name], text);
    return text !== '';
  });
  const [first] = wrong;
  if (first !== undefined) inputs[first].focus();
  return first === undefined;
};

const formatWhileTyping = (name: FieldName, fields: Fields, isDeleting: boolean): void => {
  const input = fields.inputs[name];
  const caret = input.selectionStart ?? input.value.length;
  if (name === 'cvc') write(input, formatCvc(input.value, Math.max(...brandRulesOf(digitsOf(fields)).cvcLengths)));
  if (name === 'pan') writeTyped(input, formatPan(input.value, caret));
  if (name === 'expiry') writeTyped(input, formatExpiry(input.value, caret, isDeleting));
};

const write = (input: HTMLInputElement, text: string): boolean => {
  if (input.value === text) return false;
  input.value = text;
  return true;
};

const writeTyped = (input: HTMLInputElement, typed: { readonly text: string; readonly caret: number }): void => {
  // A browser that fills in a field without focus must not have its focus moved by us.
  if (write(input, typed.text) && document.activeElement === input) input.setSelectionRange(typed.caret, typed.caret);
};

let shownBrand = '';

const showBrand = (fields: Fields): void => {
  const { brand } = brandRulesOf(normalizePan(fields.inputs.pan.value));
  const place = find('brand', HTMLElement);
  if (place === undefined || brand === shownBrand) return;
  generic ??= place.firstElementChild ?? undefined;
  const mark = drawBrandMark(brand) ?? generic;
  if (mark !== undefined) place.replaceChildren(mark);
  place.dataset['brand'] = brand;
  shownBrand = brand;
  showCvcHint(fields);
};

const showCvcHint = (fields: Fields): void => {
  const { cvcHint, cvcHintAmex } = fields.texts;
  const hint = find('cvc-hint', HTMLElement);
  if (hint !== undefined) hint.textContent = brandRulesOf(digitsOf(fields)).brand === 'amex' ? cvcHintAmex : cvcHint;
};

let generic: Element | undefined;

/** A field that is complete leads on to the next, when the person was typing at its end; never backwards, never on a mistake. */
const leadOn = (name: FieldName, fields: Fields, event: Event): void => {
  if (!(event instanceof InputEvent) || event.inputType !== 'insertText') return;
  const { inputs } = fields;
  const input = inputs[name];
  if (input.selectionStart !== input.value.length || document.activeElement !== input) return;
  const { pan, expiry, cvc } = mistakesIn(fields);
  const isComplete =
    (name === 'pan' && pan === undefined && isLongestPan(normalizePan(inputs.pan.value))) ||
    (name === 'expiry' && expiry === undefined && input.value.length === 5) ||
    (name === 'cvc' && cvc === undefined && brandRulesOf(digitsOf(fields)).cvcLengths.length === 1);
  const next = inputs[NAMES[NAMES.indexOf(name) + 1] ?? name];
  if (isComplete && next.value === '') next.focus();
};
