import type { FastifyInstance } from 'fastify';
import { changePassword } from '../../members/change-password.ts';
import { accountPage } from './account.ts';
import type { Area } from './areas.ts';
import { sessionCookie } from './cookie.ts';
import { formOf, isSecure, visitOf } from './guard.ts';
import { sendPage } from './layout.ts';
import { browserOf, orBusy, sentences, statuses } from './sign-in.ts';
import type { DashboardDeps, Site } from './site.ts';

/** Another password, on the account page. */
export const registerPassword = (app: FastifyInstance, deps: DashboardDeps, site: Site, area: Area): void => {
  app.post(`${area}/account/change-password`, async (request, reply) => {
    const visit = visitOf(request);
    const { merchantId, session, base } = visit;
    const { password = '', code = '', newPassword = '' } = formOf(request);
    const given = { email: session.email, password, code: code.slice(0, 40), newPassword };
    const changed = await orBusy(() => changePassword(deps, merchantId, given, browserOf(request)));
    if (changed.kind === 'changed') {
      void reply.header('Set-Cookie', sessionCookie(merchantId, isSecure(deps), changed.token));
      return reply.redirect(`${base}/account?done=password`, 303);
    }
    const passwordMistake =
      changed.kind === 'mistake' ? changed.message : changed.kind === 'refused' ? REFUSED : sentences[changed.kind];
    const page = await accountPage(deps, visit, { done: undefined, mistake: undefined, passwordMistake });
    const status = changed.kind === 'mistake' || changed.kind === 'refused' ? 422 : statuses[changed.kind];
    return sendPage(reply, site, { ...page, status });
  });
};

const REFUSED = 'Your password or the code is not right. A code works once: wait for the next one.';
