import type { FastifyInstance } from 'fastify';
import { changeMerchant } from '../../../merchants/change.ts';
import { findMerchant } from '../../../merchants/store.ts';
import { html, type Html } from '../../kernel/html.ts';
import { actorIn } from '../actor.ts';
import { formOf, visitOf, type Form } from '../guard.ts';
import { sendPage } from '../layout.ts';
import type { DashboardDeps, Site, Visit } from '../site.ts';
import { limitedRoles, type LimitedRole } from '../../../merchants/refund-limits.ts';
import { choices, formFrom, readSettings, type Choice } from './fields.ts';
import { limitFieldOf } from './refund-limits.ts';

/** What a merchant sets for all of its sessions and payments; the same as the API's `/settings`. */
export const registerSettings = (app: FastifyInstance, deps: DashboardDeps, site: Site): void => {
  app.get('/m/:merchant/settings', async (request, reply) => {
    const visit = visitOf(request);
    const row = await findMerchant(deps.db.query, visit.merchantId);
    if (row === undefined) throw new Error('a member works for a merchant that is not stored');
    const { done } = request.query as { readonly done?: unknown };
    const shown = { form: formFrom(row, deps.mode), mistakes: {}, isSaved: done === 'saved' };
    return sendPage(reply, site, { title: TITLE, visit, body: renderSettings(visit, shown) });
  });

  app.post('/m/:merchant/settings', async (request, reply) => {
    const visit = visitOf(request);
    const form = formOf(request);
    const read = readSettings(form, deps.mode);
    if ('mistakes' in read) {
      const body = renderSettings(visit, { form, mistakes: read.mistakes, isSaved: false });
      return sendPage(reply, site, { title: TITLE, visit, body, status: 422 });
    }
    await changeMerchant(deps, { merchantId: visit.merchantId, actor: actorIn(request), change: read.change });
    return reply.redirect(`${visit.base}/settings?done=saved`, 303);
  });
};

const TITLE = 'Settings';

type Shown = {
  readonly form: Form;
  /** By field. */
  readonly mistakes: Readonly<Record<string, string>>;
  readonly isSaved: boolean;
};

const renderSettings = (
  visit: Visit,
  shown: Shown,
): Html => html`${shown.isSaved && html`<p class="done" role="status">${SAVED}</p>`}
${Object.keys(shown.mistakes).length > 0 && html`<p class="mistake" role="alert">${NOT_SAVED}</p>`}
<form class="card settings" method="post" action="${visit.base}/settings">
<input type="hidden" name="formToken" value="${visit.formToken}">
<fieldset><legend>Your page</legend>
${input(shown, fields.name)}
${input(shown, fields.accentColor)}
</fieldset>
<fieldset><legend>Sessions</legend>
${textarea(shown, fields.returnOrigins)}
${input(shown, fields.sessionMinutes)}
<label class="check"><input type="checkbox" name="orderGuard" value="yes"${hasGuard(shown) && CHECKED}> One payment
for an order: refuse another session for a reference that is paid</label>
</fieldset>
<fieldset><legend>Refunds in the Personal area</legend>
<p class="hint">Up to these amounts of a payment, together with what was given back before, one person refunds alone.
Above them, and in other currencies, an owner or admin who did not ask for it has to approve. API keys have no
limit.</p>
${limitedRoles.map((role) => input(shown, limitField(role)))}
</fieldset>
<fieldset><legend>3-D Secure</legend>
${select(shown, 'challenge', 'Shall the issuer ask the customer?')}
${select(shown, 'whenNotEnrolled', 'A card that takes no part')}
${select(shown, 'whenUnavailable', 'An issuer that cannot be reached')}
</fieldset>
<fieldset><legend>Webhooks and requests</legend>
${input(shown, fields.waitForWebhookMs)}
${select(shown, 'unknownFields', 'Fields in requests that nobody knows')}
</fieldset>
<fieldset><legend>Figures by e-mail</legend>
<label class="check"><input type="checkbox" name="dailyReport" value="yes"${
  shown.form['dailyReport'] === 'yes' && CHECKED
}> Whoever asks for it at the figures gets those of each day</label>
</fieldset>
<button>Save</button>
</form>`;

const SAVED = 'It is saved, and holds on every machine within five seconds.';
const NOT_SAVED = 'Nothing is saved yet: look at the marked fields.';
const CHECKED = html` checked`;

const hasGuard = ({ form }: Shown): boolean => form['orderGuard'] === 'yes';

const limitField = (role: LimitedRole): Field => ({
  name: limitFieldOf(role),
  label: `Limit of ${{ owner: 'owners', admin: 'admins', support: 'support' }[role]}`,
  hint: 'Such as 100.00 EUR, 120.00 USD. Empty: none.',
  more: html` maxlength="500" spellcheck="false"`,
});

type Field = { readonly name: string; readonly label: string; readonly hint?: string; readonly more?: Html };

const fields = {
  name: {
    name: 'name',
    label: 'Name, as customers and issuers read it',
    more: html` required maxlength="100"`,
  },
  accentColor: {
    name: 'accentColor',
    label: 'Color of the buttons',
    hint: 'Such as #1e4fd0, dark enough for white letters. Empty: the color of the gateway.',
    more: html` maxlength="7" spellcheck="false"`,
  },
  returnOrigins: {
    name: 'returnOrigins',
    label: 'Where customers may be sent back to',
    hint:
      'One a line: https://shop.example, https://*.shop.example for all hosts below, sdk:// for an app. ' +
      'Empty: anywhere.',
  },
  sessionMinutes: {
    name: 'sessionMinutes',
    label: 'Minutes that a session lives',
    hint: 'Where the request does not say it.',
    more: html` inputmode="numeric" required maxlength="6"`,
  },
  waitForWebhookMs: {
    name: 'waitForWebhookMs',
    label: 'How long customers wait for your webhook, in milliseconds',
    hint: 'Before they go back to the shop. 0: not at all.',
    more: html` inputmode="numeric" required maxlength="5"`,
  },
} as const satisfies Readonly<Record<string, Field>>;

/** Ties a field to its hint and to what is wrong with it. */
const described = ({ mistakes }: Shown, { name, hint }: Field): Html => {
  const ids = [hint !== undefined && `${name}-hint`, mistakes[name] !== undefined && `${name}-mistake`].filter(Boolean);
  const isWrong = mistakes[name] !== undefined;
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${isWrong && html` aria-invalid="true"`}`;
};

const below = ({ mistakes }: Shown, { name, hint }: Field): Html =>
  html`${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${mistakes[name] !== undefined && html`<p class="field-mistake" id="${name}-mistake">${mistakes[name]}</p>`}`;

const input = (shown: Shown, field: Field): Html => html`<label for="${field.name}">${field.label}</label>
<input id="${field.name}" name="${field.name}" value="${shown.form[field.name] ?? ''}" autocomplete="off"
${field.more}${described(shown, field)}>
${below(shown, field)}`;

const textarea = (shown: Shown, field: Field): Html => html`<label for="${field.name}">${field.label}</label>
<textarea id="${field.name}" name="${field.name}" rows="3" spellcheck="false"${described(shown, field)}>
${shown.form[field.name] ?? ''}</textarea>
${below(shown, field)}`;

const select = (shown: Shown, name: Choice, label: string): Html => html`<label for="${name}">${label}</label>
<select id="${name}" name="${name}"${described(shown, { name, label })}>${Object.entries(choices[name]).map(
  ([value, words]) => html`<option value="${value}"${shown.form[name] === value && html` selected`}>${words}</option>`,
)}</select>
${below(shown, { name, label })}`;
