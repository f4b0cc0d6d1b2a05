import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatabaseUrlError, findUnchecked, findUnencrypted, parseServers } from './database-url.ts';

const refuses = (url: string, sentence: RegExp): void => {
  assert.throws(
    () => parseServers(url),
    (error: unknown) =>
      error instanceof DatabaseUrlError && sentence.test(error.message) && !error.message.includes('hunter2'),
    url,
  );
};

test('one server stays as it was written', () => {
  for (const url of [
    'postgres://a:b@db:5433/x',
    'postgresql://db',
    'postgres:///x?host=/run/postgresql',
    'postgres://db/x?options=-c%20a=b',
  ])
    assert.deepEqual(parseServers(url), [url]);
});

test('several servers become an address each, in their order', () => {
  const wanted = ['postgres://u:p@a/x?sslmode=verify-full', 'postgres://u:p@b:5433/x?sslmode=verify-full'];
  assert.deepEqual(
    parseServers('postgres://u:p@a,b:5433/x?target_session_attrs=read-write&sslmode=verify-full'),
    wanted,
  );
  assert.deepEqual(parseServers('postgres://u:p@/x?host=a,b&port=5432,5433&sslmode=verify-full'), [
    'postgres://u:p@a:5432/x?sslmode=verify-full',
    wanted[1],
  ]);
  assert.deepEqual(parseServers('postgres://[::1]:1,[::2]:2/x'), ['postgres://[::1]:1/x', 'postgres://[::2]:2/x']);
});

test('what the gateway could not work with is refused, and never repeated', () => {
  refuses('mysql://root:hunter2@db', /must begin with postgres/);
  for (const wish of ['read-only', 'standby', 'prefer-standby'])
    refuses(`postgres://u:hunter2@a,b/x?target_session_attrs=${wish}`, /the gateway writes: use read-write/);
  refuses('postgres://u:hunter2@a,,b/x', /a server without a host/);
  refuses('postgres://u:hunter2@a:99999999,b/x', /cannot be read/);
});

test('a server across a net whose certificate nobody checks is named', () => {
  const unchecked = (url: string) => findUnchecked(parseServers(url));
  for (const mode of ['require', 'verify-ca', 'verify-full'])
    assert.equal(unchecked(`postgres://db/x?sslmode=${mode}`), undefined);
  assert.equal(unchecked('postgres://localhost/x?sslmode=no-verify'), undefined);
  for (const parameters of [
    'sslmode=no-verify',
    'sslmode=require&uselibpqcompat=true',
    'sslmode=prefer&uselibpqcompat=true',
  ])
    assert.equal(unchecked(`postgres://127.0.0.1,db.example/x?${parameters}`), 'db.example', parameters);
});

test('a server across a net is encrypted to or named', () => {
  const unencrypted = (url: string) => findUnencrypted(parseServers(url));
  for (const url of [
    'postgres://localhost/x',
    'postgres://127.0.0.1/x',
    'postgres://[::1]/x',
    'postgres:///x?host=/run/postgresql',
  ])
    assert.equal(unencrypted(url), undefined, url);
  for (const mode of ['require', 'verify-ca', 'verify-full'])
    assert.equal(unencrypted(`postgres://db/x?sslmode=${mode}`), undefined);
  assert.equal(unencrypted('postgres://db.example/x'), 'db.example');
  assert.equal(unencrypted('postgres://db.example/x?sslmode=disable'), 'db.example');
  assert.equal(unencrypted('postgres://127.0.0.1,db.example/x'), 'db.example');
});
