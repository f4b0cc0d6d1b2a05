import { Problem } from '../../../base/problem.ts';
import type { Clock } from '../../../base/clock.ts';
import type { EndpointRow } from '../../../events/endpoint-object.ts';
import { subscriptions } from '../../../events/catalog.ts';
import type { SignatureKind } from '../../../webhooks/endpoints.ts';
import type { Rotation } from '../../../webhooks/rotate.ts';
import { createChecks } from '../../kernel/checks.ts';
import { html, type Html } from '../../kernel/html.ts';
import type { Form } from '../guard.ts';
import { checkBox, textField } from './parts.ts';

/** Event types that can be chosen one by one. */
export const eventTypes: readonly string[] = subscriptions.filter((type) => type !== '*');

export type EndpointFields = {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string | undefined;
  readonly holdsReturn: boolean;
  readonly signatures: readonly SignatureKind[];
};

type CheckDeps = { readonly mode: 'sandbox' | 'live'; readonly clock: Clock };

/** Throws a `Problem` that says what is wrong with the form; what an address may be is checked where it is stored. */
export const readEndpointForm = (deps: CheckDeps, form: Form): EndpointFields => {
  const checks = createChecks(deps);
  const url = (form['url'] ?? '').trim();
  const wrongUrl = url.length > 2048 ? { message: 'must have 2048 letters at most.' } : checks.webhookUrl(url);
  if (wrongUrl !== undefined) throw wrong(`The address ${wrongUrl.message}`);
  const description = (form['description'] ?? '').trim();
  const wrongDescription = checks.line(description);
  if (wrongDescription !== undefined) throw wrong(`The description ${wrongDescription.message}`);
  const chosen = eventTypes.filter((type) => form[`event.${type}`] === 'yes');
  const isChosen = form['hears'] === 'chosen';
  if (isChosen && chosen.length === 0) throw wrong('Choose at least one event.');
  return {
    url,
    events: isChosen ? chosen : ['*'],
    description: description === '' ? undefined : description,
    holdsReturn: form['holdsReturn'] === 'yes',
    signatures: form['ed25519'] === 'yes' ? ['hmac', 'ed25519'] : ['hmac'],
  };
};

/** A rotation as the form says it; hours and moment are judged where the secret is replaced. */
export const readRotation = (form: Form): Rotation => {
  if (form['rotation'] !== 'switchAt') {
    const hours = form['overlapHours'] ?? '';
    if (!/^\d{1,3}$/.test(hours)) throw wrong('For how many hours both secrets sign is a whole number from 0 to 72.');
    return { rotation: 'both', overlapHours: Number(hours) };
  }
  const moment = form['switchAt'] ?? '';
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(moment) || Number.isNaN(Date.parse(`${moment}Z`)))
    throw wrong('Say the moment from which on the new secret signs.');
  return { rotation: 'switchAt', switchAt: `${moment}Z` };
};

const wrong = (message: string): Problem => new Problem('invalid_fields', message);

/** What a form shows of an endpoint that there is. */
export const formOfEndpoint = (row: EndpointRow): Form => ({
  url: row.url,
  description: row.description ?? '',
  hears: row.events.includes('*') ? 'all' : 'chosen',
  ...Object.fromEntries(row.events.map((type) => [`event.${type}`, 'yes'])),
  holdsReturn: row.holds_return === true ? 'yes' : '',
  ed25519: (row.signing_key_id ?? null) === null ? '' : 'yes',
});

export const renderEndpointFields = (form: Form): Html => html`${textField(
  { name: 'url', label: 'Address to which events are posted', value: form['url'] },
  html`type="url" inputmode="url" required maxlength="2048" spellcheck="false"`,
)}
${textField({ name: 'description', label: 'Description, for you', value: form['description'] }, html`maxlength="200"`)}
<fieldset><legend>Events it hears</legend>
<label class="check"><input type="radio" name="hears" value="all"${
  form['hears'] !== 'chosen' && html` checked`
}> All, also those that are new later</label>
<label class="check"><input type="radio" name="hears" value="chosen"${
  form['hears'] === 'chosen' && html` checked`
}> Only these:</label>
<div class="choices">${eventTypes.map((type) =>
  checkBox(`event.${type}`, form[`event.${type}`] === 'yes', html`<code>${type}</code>`),
)}</div></fieldset>
${checkBox('holdsReturn', form['holdsReturn'] === 'yes', HOLDS)}
${checkBox('ed25519', form['ed25519'] === 'yes', ED25519)}`;

const HOLDS = html`Customers wait for a moment until it has acknowledged <code>session.completed</code>`;
const ED25519 = html`Sign with an ed25519 key, too, so that whoever checks needs no secret`;
