import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret } from '../../../base/secret.ts';
import { macKeys } from './iso8583.fixture.ts';
import { approve, request, withHost, type Script } from './scripted-host.fixture.ts';

const answerWith = (code: string, fields: Readonly<Record<number, string>> = {}): Script => ({
  onMessage: ({ send }) => send(code, { 38: 'A1B2C3', ...fields }),
});

describe('what an answer must say to be a yes', () => {
  const stories: readonly (readonly [story: string, code: string, fields: Record<number, string>, cause: string])[] = [
    ['a part of the amount', '10', { 4: '000000000400' }, 'wrongAmount'],
    ['a part, without saying how much', '10', {}, 'partialApproval'],
    ['only with a passport', '08', {}, 'conditionalApproval'],
    ['for a VIP', '11', {}, 'unexpectedApproval'],
    ['and a track to be changed', '16', {}, 'unexpectedApproval'],
    ['completed in part', '32', {}, 'partialApproval'],
    ['no reason to decline, but money was asked for', '85', {}, 'unexpectedApproval'],
    ['in progress', '09', {}, 'inProgress'],
    ['seen before', '94', {}, 'duplicateReference'],
    ['another amount', '00', { 4: '000000001001' }, 'wrongAmount'],
    ['another currency', '00', { 49: '840' }, 'wrongCurrency'],
    ['no currency that there is', '00', { 49: '000' }, 'wrongCurrency'],
    ['another purpose', '00', { 3: '200000' }, 'wrongType'],
    ['another RRN', '00', { 37: 'ANOTHERS0RRN' }, 'wrongReference'],
    ['no RRN', '00', { 37: '' }, 'wrongReference'],
    ['another reference in the private field', '00', { 48: 'RF005other' }, 'wrongReference'],
    ['a private field that is none', '00', { 48: 'RF99' }, 'missingField'],
    ['no approval code', '00', { 38: '' }, 'missingField'],
    ['no code', '', { 39: '' }, 'missingField'],
    ['no amount', '00', { 4: '' }, 'missingField'],
  ];
  for (const [story, code, fields, cause] of stories) {
    test(`${story}: ${cause}`, async () => {
      await withHost(
        'ascii-1987',
        async ({ connector }) => {
          assert.deepEqual(await connector.authorize(request()), { kind: 'unknown', cause });
        },
        { script: answerWith(code, fields) },
      );
    });
  }

  test('a no about another amount or reference is no no', async () => {
    for (const [fields, cause] of [
      [{ 4: '000000001001' }, 'wrongAmount'],
      [{ 37: 'ANOTHERS0RRN' }, 'wrongReference'],
    ] as const) {
      await withHost(
        'ascii-1987',
        async ({ connector }) => {
          assert.deepEqual(await connector.authorize(request()), { kind: 'unknown', cause });
        },
        { script: answerWith('51', fields) },
      );
    }
  });

  for (const dialect of ['ascii-1987', 'bcd-1987', 'iso-1993'] as const) {
    test(`${dialect}: an answer without the right MAC is neither yes nor no`, async () => {
      const macKey = dialect === 'iso-1993' ? macKeys.aes : macKeys.retail;
      const isYes = dialect === 'iso-1993' ? '000' : '00';
      let isSpoiled = false;
      const script: Script = {
        macKey,
        onMessage: ({ answer, socket }) => {
          const bytes = answer(isYes, { 38: 'A1B2C3' });
          // The last letter of the MAC, or its last byte.
          const last = bytes.length - 1;
          if (isSpoiled)
            bytes.writeUInt8(
              dialect === 'ascii-1987' ? (bytes.readUInt8(last) === 48 ? 49 : 48) : bytes.readUInt8(last) ^ 1,
              last,
            );
          socket.write(bytes);
        },
      };
      await withHost(
        dialect,
        async ({ connector }) => {
          assert.equal((await connector.authorize(request())).kind, 'approved');
          isSpoiled = true;
          assert.deepEqual(await connector.authorize(request()), { kind: 'unknown', cause: 'wrongMac' });
        },
        { script },
      );
      // A host that does not sign is not let in at all.
      await withHost(
        dialect,
        async ({ connector }) => {
          assert.deepEqual(await connector.authorize(request()), { kind: 'notSent', cause: 'signOnRefused' });
        },
        { options: { macKeys: [new Secret(macKey)] } },
      );
    });
  }

  test('while a key is changed, the older one may still sign answers', async () => {
    const newer = new Secret('000102030405060708090A0B0C0D0E0F');
    await withHost(
      'ascii-1987',
      async ({ connector }) => {
        assert.equal((await connector.authorize(request())).kind, 'approved');
      },
      {
        script: { macKey: macKeys.retail, onMessage: approve },
        options: { macKeys: [newer, new Secret(macKeys.retail)] },
      },
    );
  });
});
