import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uuid } from '../../base/id.ts';
import { sessionCookie } from './cookie.ts';

const merchantId = '018f0000-0000-7000-8000-000000000001' as Uuid<'merchant'>;
const NAME = 'tollgate_018f0000000070008000000000000001';

test('the cookie of a session is for this host alone, out of reach of scripts, and over TLS where there is any', () => {
  assert.equal(
    sessionCookie(merchantId, true, 'token'),
    `__Host-${NAME}=token; Path=/; HttpOnly; SameSite=Lax; Secure`,
  );
  assert.equal(sessionCookie(merchantId, false, 'token'), `${NAME}=token; Path=/; HttpOnly; SameSite=Lax`);
  assert.match(sessionCookie(merchantId, true, undefined), /=; .*Max-Age=0$/);
});
