import type { FastifyReply } from 'fastify';
import { html, trustMarkup, type Html } from '../kernel/html.ts';
import type { PageFile } from '../kernel/page-file.ts';
import { mayDo, OPERATORS, type Permission } from '../../members/roles.ts';
import type { Site, Visit } from './site.ts';

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' " +
  "height='16' rx='4' fill='%231e4fd0'/%3E%3Cpath d='M4 5h8M8 5v7' stroke='%23fff' stroke-width='1.8' " +
  "stroke-linecap='round'/%3E%3C/svg%3E";

export type Page = {
  readonly title: string;
  readonly body: Html;
  /** Undefined: nobody is signed in. */
  readonly visit?: Visit;
  readonly status?: number;
  /** A form of the page asks the browser for a passkey, which takes a script. */
  readonly asksForPasskey?: boolean;
};

type Place = { readonly path: string; readonly title: string; readonly needs: Permission | undefined };

const places: readonly Place[] = [
  { path: '/payments', title: 'Payments', needs: 'payments:read' },
  { path: '/approvals', title: 'Waiting for you', needs: 'refunds:approve' },
  { path: '/figures', title: 'Figures', needs: 'figures:read' },
  { path: '/developers', title: 'Developers', needs: 'developers:read' },
  { path: '/settings', title: 'Settings', needs: 'settings:write' },
  { path: '/people', title: 'People', needs: 'members:read' },
  { path: '/audit', title: 'Audit log', needs: 'audit:read' },
  { path: '/account', title: 'Your account', needs: undefined },
];

const operatorPlaces: readonly Place[] = [
  { path: '', title: 'Overview', needs: 'gateway:read' },
  { path: '/alerts', title: 'Alerts', needs: 'gateway:read' },
  { path: '/merchants', title: 'Merchants', needs: 'gateway:read' },
  { path: '/stuck', title: 'Stuck payments', needs: 'gateway:read' },
  { path: '/health', title: 'Health', needs: 'gateway:read' },
  { path: '/jobs', title: 'Jobs', needs: 'gateway:read' },
  { path: '/processes', title: 'Processes', needs: 'gateway:read' },
  { path: '/database', title: 'Database', needs: 'gateway:read' },
  { path: '/people', title: 'People', needs: 'members:read' },
  { path: '/account', title: 'Your account', needs: undefined },
];

/** A whole page: works without a script, and loads one stylesheet of ours; a script only where it asks for passkeys. */
export const renderPage = (site: Site, { title, body, visit, asksForPasskey }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Tollgate</title>
<link rel="icon" href="${trustMarkup(ICON)}">
<link rel="stylesheet" href="/assets/${site.assets.style.fileName}" integrity="${site.assets.style.integrity}">
${asksForPasskey === true && renderScript(site.assets.passkeys)}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<span class="brand"><span class="mark" aria-hidden="true">T</span> ${visit?.session.merchant_name ?? 'Tollgate'}</span>
${site.mode === 'sandbox' && html`<span class="badge">sandbox</span>`}
${visit && renderNavigation(visit, title)}
${visit && renderPerson(visit)}
</header>
<main id="content">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.markup;

const renderScript = ({ fileName, integrity }: PageFile): Html =>
  html`<script type="module" src="/assets/${fileName}" integrity="${integrity}"></script>`;

const renderNavigation = (
  { merchantId, base, session }: Visit,
  title: string,
): Html => html`<nav aria-label="Personal area"><ul>
${(merchantId === OPERATORS ? operatorPlaces : places)
  .filter(({ needs }) => needs === undefined || mayDo(session.role, needs))
  .map((place) => html`<li><a href="${base}${place.path}"${place.title === title && CURRENT}>${place.title}</a></li>`)}
</ul></nav>`;

const CURRENT = html` aria-current="page"`;

const renderPerson = ({
  base,
  session,
  formToken,
}: Visit): Html => html`<form class="person" method="post" action="${base}/sign-out">
<input type="hidden" name="formToken" value="${formToken}">
<span class="person-name">${session.name}</span>
<button class="quiet">Sign out</button>
</form>`;

export const sendPage = (reply: FastifyReply, site: Site, page: Page): FastifyReply => {
  if (page.asksForPasskey === true) void reply.header('Content-Security-Policy', policyOf(PASSKEY_SOURCES));
  return reply
    .code(page.status ?? 200)
    .header('Content-Type', 'text/html; charset=utf-8')
    .send(renderPage(site, page));
};

/** What pages may load and do; `more`: beyond what all of them may. */
const policyOf = (more: readonly string[]): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...more,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** One script of ours, which asks us for the challenge. */
const PASSKEY_SOURCES = ["script-src 'self'", "connect-src 'self'"];

/**
 * Of every answer. Forms are posted to us alone, and say from where: hence no `no-referrer`, which hides the origin.
 */
export const PAGE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': policyOf([]),
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const;
