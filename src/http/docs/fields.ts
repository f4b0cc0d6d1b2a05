import { html, type Html } from '../kernel/html.ts';
import type { Field } from './openapi-model.ts';
import { prose } from './parts.ts';

/** A list of fields, each with its type, limits and meaning; fields inside an object are indented below it. */
export const fieldList = (
  fields: readonly Field[],
  { showRequired }: { readonly showRequired: boolean },
): Html => html`<dl class="fields">
${fields.map((field) => fieldItem(field, showRequired))}</dl>
`;

const fieldItem = (field: Field, showRequired: boolean): Html => html`<div class="field">
<dt><code class="field-name">${field.name}</code> <span class="type">${field.type}</span>${showRequired && field.isRequired && html` <span class="required">required</span>`}</dt>
<dd>${field.description !== '' && html`<p>${prose(field.description)}</p>`}${field.choices.length > 0 && choices(field.choices)}${field.limits.length > 0 && html`<p class="limits">${field.limits.join(' · ')}</p>`}
${
  field.children.length > 0 &&
  html`<details class="children"${field.children.length <= 2 && html` open`}><summary>Fields of ${field.name}</summary>
${fieldList(field.children, { showRequired })}</details>`
}</dd>
</div>
`;

const choices = (values: readonly string[]): Html =>
  html`<p class="limits">one of ${values.map((value, at) => html`${at > 0 && ' '}<code>${value}</code>`)}</p>`;
