import type { CardMistakes } from '../../vault/card-fields.ts';
import type { Catalog } from './catalogs/catalog.ts';
import { html, type Html } from '../kernel/html.ts';
import type { MarkedField } from './script-contract.ts';

type FieldName = keyof CardMistakes;

type Field = {
  readonly name: FieldName;
  readonly label: (catalog: Catalog) => string;
  /** `autocomplete` lets the browser fill the card in; `inputmode` gives a phone's number pad. */
  readonly autocomplete: string;
  readonly inputmode: 'numeric' | 'text';
  readonly placeholder?: (catalog: Catalog) => string;
  readonly maxLength: number;
};

/** A row a field, in the order of the page. Numbers run left to right in every language. */
const FIELDS: readonly Field[] = [
  {
    name: 'pan',
    label: ({ form }) => form.pan,
    autocomplete: 'cc-number',
    inputmode: 'numeric',
    placeholder: () => '1234 1234 1234 1234',
    maxLength: 32,
  },
  {
    name: 'expiry',
    label: ({ form }) => form.expiry,
    autocomplete: 'cc-exp',
    inputmode: 'numeric',
    placeholder: ({ form }) => form.expiryHint,
    maxLength: 12,
  },
  { name: 'cvc', label: ({ form }) => form.cvc, autocomplete: 'cc-csc', inputmode: 'numeric', maxLength: 8 },
  {
    name: 'cardholderName',
    label: ({ form }) => form.cardholderName,
    autocomplete: 'cc-name',
    inputmode: 'text',
    maxLength: 80,
  },
];

/** The four fields, each with its mistake tied to it. Nothing that was typed is ever written into the page. */
export const renderCardFields = (catalog: Catalog, { mistakes = {}, marked, cvcHint }: FieldsState): Html => {
  const firstWrong = FIELDS.find(({ name }) => mistakes[name] !== undefined)?.name;
  return html`<div class="fields">
${FIELDS.map((field) =>
  renderField(field, catalog, {
    mistake: marked?.field === field.name ? marked.sentence : sentenceFor(field.name, mistakes, catalog),
    isFirstWrong: field.name === firstWrong,
    hint: field.name === 'cvc' ? cvcHint : undefined,
  }),
)}</div>`;
};

type FieldsState = {
  readonly mistakes?: CardMistakes | undefined;
  /** What the bank has refused. */
  readonly marked?: MarkedField | undefined;
  /** Where the CVC stands on the card that the page expects. */
  readonly cvcHint: string;
};

type FieldState = {
  readonly mistake: string | undefined;
  readonly isFirstWrong: boolean;
  readonly hint: string | undefined;
};

const renderField = (field: Field, catalog: Catalog, { mistake, isFirstWrong, hint }: FieldState): Html => {
  const { name, autocomplete, inputmode, placeholder, maxLength } = field;
  const isNumber = inputmode === 'numeric';
  const describedBy = hint === undefined ? `${name}-mistake` : `${name}-mistake ${name}-hint`;
  return html`<div class="field field-${name}">
<label for="${name}">${field.label(catalog)}</label>
<div class="control"><input id="${name}" name="${name}" type="text" inputmode="${inputmode}" autocomplete="${autocomplete}" required aria-describedby="${describedBy}" maxlength="${maxLength}"
${isNumber && html` dir="ltr"`}${placeholder !== undefined && html` placeholder="${placeholder(catalog)}"`} spellcheck="false" autocorrect="off" autocapitalize="${isNumber ? 'off' : 'words'}"
${mistake !== undefined && html` aria-invalid="true"`}${isFirstWrong && html` autofocus`}>${name === 'pan' && html`<span class="brand" id="brand" aria-hidden="true">${GENERIC_CARD}</span>`}</div>
<p class="mistake" id="${name}-mistake">${mistake}</p>
${
  hint !== undefined &&
  html`<p class="hint" id="${name}-hint">${hint}</p>
`
}</div>
`;
};

/** Stands for a card of which nothing is known yet. */
export const GENERIC_CARD = html`<svg viewBox="0 0 38 24" width="38" height="24" focusable="false"><rect x=".5" y=".5" width="37" height="23" rx="3.5" class="card-outline"/><path d="M1 6h36v4H1z" class="card-stripe"/><path d="M5 16h9" class="card-line"/></svg>`;

/** Fields and sentences meet here, so that every kind of mistake has its own words in every language. */
const sentenceFor = (name: FieldName, mistakes: CardMistakes, { mistakes: texts }: Catalog): string | undefined => {
  switch (name) {
    case 'pan':
      return mistakes.pan && texts.pan[mistakes.pan];
    case 'expiry':
      return mistakes.expiry && texts.expiry[mistakes.expiry];
    case 'cvc':
      return mistakes.cvc && texts.cvc[mistakes.cvc];
    case 'cardholderName':
      return mistakes.cardholderName && texts.cardholderName[mistakes.cardholderName];
  }
};
