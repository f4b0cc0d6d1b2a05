import type { FastifyInstance, FastifyReply } from 'fastify';
import { renderSVG } from 'uqr';
import type { Uuid } from '../../base/id.ts';
import { seal, unseal, type Keys } from '../../base/keys.ts';
import { Problem } from '../../base/problem.ts';
import { Secret } from '../../base/secret.ts';
import { isToken } from '../../members/deps.ts';
import { join, viewLink, type Joined } from '../../members/join.ts';
import type { LinkRow } from '../../members/link-store.ts';
import { newTotpSecret, totpUri } from '../../members/one-time-code.ts';
import { baseOf } from '../../members/roles.ts';
import { SHORTEST_PASSWORD } from '../../members/password.ts';
import { signInByLink } from '../../members/sign-in.ts';
import { html, trustMarkup, type Html } from '../kernel/html.ts';
import type { Area } from './areas.ts';
import { sessionCookie } from './cookie.ts';
import { formOf, isSecure, merchantOf } from './guard.ts';
import { sendPage } from './layout.ts';
import { browserOf } from './sign-in.ts';
import type { DashboardDeps, Site } from './site.ts';

type Params = { readonly Params: { readonly merchant: string; readonly token: string } };

/** Links that work once: looking at one uses up nothing, as programs that read mail look at every link. */
export const registerLinks = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.get<Params>(`${area}/link/:token`, async (request, reply) => {
    const { merchantId, token, link } = await findLinkOf(deps, request);
    if (link.purpose === 'signIn') return sendPage(reply, site, { title: welcomeTo(link), body: renderSignIn(link) });
    const totp = newTotpSecret();
    const carried = carry(deps.keys, merchantId, token, totp);
    return sendPage(reply, site, { title: welcomeTo(link), body: renderJoin({ link, totp, carried }) });
  });

  app.post<Params>(`${area}/link/:token`, async (request, reply) => {
    const { merchantId, token, link } = await findLinkOf(deps, request);
    const base = baseOf(merchantId);
    if (link.purpose === 'signIn') {
      const found = await signInByLink(deps, merchantId, token, browserOf(request));
      if (found.kind !== 'signedIn') throw deadLink();
      return letIn(deps, reply, merchantId, found.token).redirect(base, 303);
    }
    const form = formOf(request);
    const totp = readCarried(deps.keys, merchantId, token, form['totp'] ?? '');
    const input = { linkToken: token, name: form['name'] ?? '', password: form['password'] ?? '', totp };
    const found = await join(deps, merchantId, { ...input, code: form['code'] ?? '' }, browserOf(request));
    if (found.kind === 'deadLink') throw deadLink();
    if (found.kind === 'mistake') {
      const carried = form['totp'] ?? '';
      const body = renderJoin({ link, totp, carried, name: input.name, mistake: found });
      return sendPage(reply, site, { title: welcomeTo(link), body, status: 422 });
    }
    letIn(deps, reply, merchantId, found.token);
    return sendPage(reply, site, { title: 'Your recovery codes', body: renderCodes(base, found.recoveryCodes) });
  });
};

const welcomeTo = ({ merchant_name }: LinkRow): string => `Welcome to ${merchant_name}`;

const deadLink = (): Problem =>
  new Problem('not_found', 'This link was used already, or is too old. Ask who sent it for a new one.');

const findLinkOf = async (
  deps: DashboardDeps,
  request: Parameters<typeof merchantOf>[0],
): Promise<{ readonly merchantId: Uuid<'merchant'>; readonly token: string; readonly link: LinkRow }> => {
  const merchantId = merchantOf(request);
  const { token } = request.params as Params['Params'];
  const link = isToken(token) ? await viewLink(deps, merchantId, token) : undefined;
  if (link === undefined) throw deadLink();
  return { merchantId, token, link };
};

const letIn = (deps: DashboardDeps, reply: FastifyReply, merchantId: Uuid<'merchant'>, token: string): FastifyReply =>
  reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), token));

/** The app's secret travels with the form, sealed for this link: nothing is stored before it is known to work. */
const carry = (keys: Keys, merchantId: string, token: string, totp: Secret): string =>
  seal(keys.derive('member-totp-sealing'), `form|${merchantId}|${token}`, Buffer.from(totp.reveal())).toString(
    'base64url',
  );

const readCarried = (keys: Keys, merchantId: string, token: string, carried: string): Secret => {
  try {
    const sealed = Buffer.from(carried, 'base64url');
    return new Secret(unseal(keys.derive('member-totp-sealing'), `form|${merchantId}|${token}`, sealed).toString());
  } catch {
    throw new Problem('forbidden', 'This form is not whole. Open the link again.');
  }
};

const renderSignIn = ({ email }: LinkRow): Html => html`<form class="card" method="post">
<p>This link signs you in as <b>${email}</b>, once.</p>
<button>Sign in</button>
</form>`;

type Mistake = Extract<Joined, { kind: 'mistake' }>;

const renderJoin = ({
  link,
  totp,
  carried,
  name = '',
  mistake,
}: {
  readonly link: LinkRow;
  readonly totp: Secret;
  readonly carried: string;
  readonly name?: string;
  readonly mistake?: Mistake;
}): Html => html`${mistake && html`<p class="mistake" role="alert">${mistake.message}</p>`}
<form class="card" method="post">
<input type="hidden" name="totp" value="${carried}">
<p>You will sign in as <b>${link.email}</b>.</p>
<label for="name">Your name</label>
<input id="name" name="name" value="${name}" autocomplete="name" required maxlength="100">
<label for="password">A password of ${SHORTEST_PASSWORD} letters or more</label>
<input id="password" name="password" type="password" autocomplete="new-password" required
 minlength="${SHORTEST_PASSWORD}" maxlength="256">
<h2>Your app for codes</h2>
<p>Scan this with an authenticator app, or type the key into it.</p>
<div class="qr" role="img" aria-label="QR code of the key below">
${trustMarkup(renderSVG(totpUri(totp, link.email), { border: 2 }))}</div>
<p><code class="key">${(totp.reveal().match(/.{1,4}/g) ?? []).join(' ')}</code></p>
<label for="code">The six digits that it shows now</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="10">
<button>Begin</button>
</form>`;

const renderCodes = (base: string, codes: readonly string[]): Html => html`<p>Each of them stands in once for a code of
your app, should you lose it. Keep them where only you find them: they are shown only now.</p>
<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<p><a class="button" href="${base}">I have kept them</a></p>`;
