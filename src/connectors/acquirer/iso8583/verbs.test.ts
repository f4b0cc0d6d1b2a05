import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { money, newReference } from '../../../../test/conformance/acquirer/conformance.ts';
import { startTestAcquirer } from '../../../../test/support/acquirer.ts';
import { systemClock } from '../../../base/clock.ts';
import { newUuid } from '../../../base/id.ts';
import { systemRandom } from '../../../base/random.ts';
import { Secret } from '../../../base/secret.ts';
import type { OperationReference } from '../contract.ts';
import { dialects } from './dialects/index.ts';
import { createIso8583Connector, iso8583, type IsoExchange } from './index.ts';
import { macKeys, optionsFor, type DialectName } from './iso8583.fixture.ts';
import { numbersOf } from './numbers.ts';
import { approve, PAN, request, startScriptedHost, withHost } from './scripted-host.fixture.ts';

const hourOld = (): OperationReference => {
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() - 3_600_000 };
  const reference: string = newUuid({ clock, random: systemRandom });
  return reference as OperationReference;
};

describe('what the host is told', () => {
  test('of an authorization: its numbers, the card, the proof, who began it', async () => {
    await withHost(
      'ascii-1987',
      async ({ host, connector }) => {
        const proof = { version: '2.2.0', eci: '05', cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=', dsTransId: newReference() };
        const asked = request({ authentication: proof, initiator: { by: 'customer', storesCard: true } });
        const { reference } = asked;
        const answer = await connector.authorize(asked);
        const { stan, rrn, at } = numbersOf(reference);
        const [heard] = host.heard;
        assert(heard && answer.kind === 'approved');
        assert.equal(heard.mti, '0100');
        const { 14: expiry, 48: extra, ...fields } = heard.fields;
        assert.match(expiry ?? '', /^\d{2}12$/);
        assert.deepEqual(fields, {
          2: PAN,
          3: '000000',
          4: '000000001000',
          7: at.slice(2),
          11: stan,
          12: at.slice(6),
          13: at.slice(2, 6),
          18: '5999',
          22: '812',
          25: '59',
          32: '12345',
          37: rrn,
          41: 'TG000001',
          42: 'TOLLGATE0000001',
          49: '978',
        });
        assert.equal(
          extra,
          `RF036${reference}MI008mr_verbsMR014Bestellung ? 1` +
            `92003123420020543028${proof.cavv}66036${proof.dsTransId}670052.2.0IN001CSC0011`,
        );
        assert.equal(answer.acquirerReference, `${rrn}/0100/1000/978/A1B2C3`);
      },
      { script: { onMessage: approve } },
    );
  });

  test('of what follows: the original, by its RRN, its approval code and its numbers', async () => {
    await withHost(
      'ascii-1987',
      async ({ host, connector }) => {
        const asked = request({ capture: true });
        const answer = await connector.authorize(asked);
        assert(answer.kind === 'approved');
        const authorization = { reference: asked.reference, acquirerReference: answer.acquirerReference };
        const { stan, rrn, at } = numbersOf(asked.reference);
        const original = `0200${stan}${at.slice(2)}${'12345'.padStart(11, '0')}${'0'.repeat(11)}`;
        const part = { authorization, amount: money(400) };
        const [capture, giveUp, refund] = [newReference(), newReference(), newReference()];
        await connector.capture({ reference: capture, ...part, final: true });
        await connector.voidAuthorization({ reference: giveUp, authorization });
        await connector.refund({ reference: refund, ...part });
        const told = host.heard
          .slice(1)
          .map(({ mti, fields }) => [mti, fields[3], fields[4], fields[37], fields[90], fields[2]]);
        assert.deepEqual(told, [
          ['0220', '000000', '000000000400', rrn, original, undefined],
          ['0400', '000000', '000000001000', rrn, original, undefined],
          ['0200', '200000', '000000000400', numbersOf(refund).rrn, original, undefined],
        ]);
        for (const [index, reference] of [capture, giveUp, refund].entries())
          assert.match(
            host.heard[index + 1]?.fields[48] ?? '',
            new RegExp(`^RF036${reference}OR036${asked.reference}`),
          );
      },
      { script: { onMessage: approve } },
    );
  });

  test('of a reversal: an advice, and the repeat of an advice until it is acknowledged', async () => {
    let isAcknowledged = false;
    await withHost(
      'ascii-1987',
      async ({ host, connector }) => {
        const original = newReference();
        const reversal = { original, handle: undefined, amount: money(1_000), capture: false };
        for (let times = 0; times < 3; times++)
          assert.deepEqual(await connector.reverse(reversal), { kind: 'unknown', cause: 'reversalRefused' });
        isAcknowledged = true;
        assert.deepEqual(await connector.reverse(reversal), { kind: 'reversed' });
        assert.deepEqual(
          host.heard.map(({ mti }) => mti),
          ['0420', '0421', '0421', '0421'],
        );
        const withoutType = host.heard.map(({ fields }) => fields);
        for (const fields of withoutType) assert.deepEqual(fields, withoutType[0]);
        assert.equal(withoutType[0]?.[37], numbersOf(original).rrn);
      },
      { script: { onMessage: ({ send }) => send(isAcknowledged ? '00' : '25') } },
    );
  });

  test('of what may have been sent before: the same, as a repeat, also by a process that knows nothing of the first', async () => {
    let isSilent = true;
    await withHost(
      'ascii-1987',
      async ({ host, connector }) => {
        const authorization = { reference: newReference(), acquirerReference: 'ABCDEFGHIJKL/0100/1000/978/A1B2C3' };
        const capture = { reference: newReference(), authorization, amount: money(400), final: true };
        assert.deepEqual(await connector.capture(capture), { kind: 'unknown', cause: 'lineLost' });
        isSilent = false;
        assert.equal((await connector.capture(capture)).kind, 'approved');
        const old = { reference: hourOld(), authorization };
        assert.equal((await connector.refund({ ...old, amount: money(400) })).kind, 'approved');
        assert.equal((await connector.voidAuthorization({ ...old, reference: hourOld() })).kind, 'approved');
        // A challenge may take its time: an authorization is a repeat when it was sent, and not before.
        const late = request({ reference: hourOld() });
        for (let times = 0; times < 2; times++) assert.equal((await connector.authorize(late)).kind, 'declined');
        const types = host.heard.map(({ mti }) => mti);
        assert.deepEqual(types, ['0220', '0221', '0201', '0401', '0100', '0101']);
        assert.deepEqual(host.heard[1]?.fields, host.heard[0]?.fields);
      },
      {
        script: {
          onMessage: ({ send, socket, mti }) =>
            isSilent ? socket.destroy() : send(mti.startsWith('010') ? '51' : '00'),
        },
      },
    );
  });

  test('in 1993: function codes, the original in field 56, and its own words of acknowledgement', async () => {
    const codes: Readonly<Record<string, string>> = {
      '1100': '000',
      '1220': '901',
      '1400': '400',
      '1420': '900',
      '1200': '000',
    };
    await withHost(
      'iso-1993',
      async ({ host, connector }) => {
        const asked = request();
        const answer = await connector.authorize(asked);
        assert(answer.kind === 'approved');
        const authorization = { reference: asked.reference, acquirerReference: answer.acquirerReference };
        const part = { authorization, amount: money(400) };
        assert.equal((await connector.capture({ reference: newReference(), ...part, final: false })).kind, 'approved');
        assert.equal(
          (await connector.voidAuthorization({ reference: newReference(), authorization })).kind,
          'approved',
        );
        const reversal = { original: asked.reference, handle: undefined, amount: money(1_000), capture: false };
        assert.equal((await connector.reverse(reversal)).kind, 'reversed');
        assert.equal((await connector.refund({ reference: newReference(), ...part })).kind, 'approved');
        const { stan, at } = numbersOf(asked.reference);
        assert.deepEqual(
          host.heard.map(({ mti, fields }) => [mti, fields[24], fields[12]?.length, fields[56]]),
          [
            ['1100', '100', 12, undefined],
            ...['1220 202', '1400 400', '1420 400', '1200 200'].map((words) => [
              ...words.split(' '),
              12,
              `1100${stan}${at}0512345`,
            ]),
          ],
        );
      },
      { script: { onMessage: ({ mti, send }) => send(codes[mti] ?? '909', { 38: 'A1B2C3' }) } },
    );
  });

  test('a capture that is acknowledged as a reversal would be, or the other way round, proves nothing', async () => {
    await withHost(
      'iso-1993',
      async ({ connector }) => {
        const authorization = { reference: newReference(), acquirerReference: 'ABCDEFGHIJKL/1100/1000/978/A1B2C3' };
        const capture = { reference: newReference(), authorization, amount: money(400), final: true };
        assert.deepEqual(await connector.capture(capture), { kind: 'unknown', cause: 'unexpectedApproval' });
      },
      { script: { onMessage: ({ send }) => send('400') } },
    );
  });

  test('an amount that field 4 has no room for is not asked for', async () => {
    await withHost('ascii-1987', async ({ host, connector }) => {
      const amount = money(1_000_000_000_000);
      const answer = await connector.authorize(request({ amount }));
      assert(answer.kind === 'declined' && answer.declineReason === 'invalidAmount');
      const reversal = { original: newReference(), handle: undefined, amount, capture: false };
      assert.deepEqual(await connector.reverse(reversal), { kind: 'reversed' });
      assert.equal(host.heard.length, 0);
    });
  });
});

describe('with the simulator', () => {
  for (const { name } of dialects) {
    test(`${name}: a card is checked with an authorization of nothing; the proof of 3-D Secure arrives`, async () => {
      const dialect = name as DialectName;
      const acquirer = await startTestAcquirer({ iso8583: { port: 0, dialect } });
      const connector = createIso8583Connector(optionsFor(dialect, acquirer.iso8583Port ?? 0, undefined));
      const checked = await connector.authorize(request({ amount: money(0) }));
      assert(checked.kind === 'approved' && checked.amount.minor === 0n);
      const authentication = {
        version: '2.2.0',
        eci: '05',
        cavv: 'AAABBEg0VhI0VniQEjRWAAAAAAA=',
        dsTransId: newReference(),
      };
      const proven = request({ authentication });
      const first = await connector.authorize(proven);
      assert(first.kind === 'approved' && first.networkTransactionId !== undefined);
      const [entry] = await acquirer.journal({ ref: proven.reference });
      assert.equal(entry?.eci, '05');
      assert.match(entry.cavvDigest ?? '', /^[0-9a-f]{16}$/);
      assert.deepEqual([entry.merchant, entry.order], ['mr_verbs', 'Bestellung ? 1']);
      assert.deepEqual(await connector.test(), { kind: 'works' });
      await connector.close();
      await acquirer.stop();
    });
  }

  test('without a sign-on, or with another key, nothing is done', async () => {
    const acquirer = await startTestAcquirer({ iso8583: { port: 0, dialect: 'ascii-1987', macKey: macKeys.retail } });
    for (const key of [undefined, macKeys.aes]) {
      const stranger = createIso8583Connector(optionsFor('ascii-1987', acquirer.iso8583Port ?? 0, key));
      assert.deepEqual(await stranger.authorize(request()), { kind: 'notSent', cause: 'signOnRefused' });
      await stranger.close();
    }
    assert.deepEqual(await acquirer.journal(), []);
    await acquirer.stop();
  });
});

test('a debug log of exchanges has fields from a list, and nothing of a card', async () => {
  const exchanges: IsoExchange[] = [];
  await withHost(
    'ascii-1987',
    async ({ connector }) => {
      const asked = request({ merchantReferenceId: `card ${PAN}` });
      await connector.authorize(asked);
      const shown = JSON.stringify(exchanges) + inspect(exchanges, { depth: 9 });
      const { stan, rrn, at } = numbersOf(asked.reference);
      assert.deepEqual(exchanges, [
        {
          sent: {
            mti: '0100',
            processingCode: '000000',
            amount: '000000001000',
            transmittedAt: at.slice(2),
            stan,
            rrn,
            currency: '978',
          },
          outcome: '00',
        },
      ]);
      assert(!shown.includes(PAN));
    },
    { script: { onMessage: approve }, options: { onExchange: (exchange) => exchanges.push(exchange) } },
  );
});

test('an account is made from what an operator says, and from nothing else', async () => {
  const good: Readonly<Record<string, string>> = {
    host: 'host.bank.example',
    port: '5000',
    tls: 'no',
    dialect: 'bcd-1987',
    terminalId: 'TG000001',
    cardAcceptorId: 'TOLLGATE0000001',
    acquirerId: '12345',
    merchantCategory: '5999',
    tpdu: '6000030001',
    answerSeconds: '20',
    macKey: macKeys.retail,
  };
  const bad: Readonly<Record<string, readonly string[]>> = {
    host: ['', 'a b', 'http://x/'],
    port: ['0', '-1', '123456', 'x'],
    tls: ['true'],
    dialect: ['bcd', 'bcd-1987 '],
    terminalId: ['', 'TOO-LONG1', 'a b'],
    cardAcceptorId: ['', 'SIXTEEN-LETTERS!'],
    acquirerId: ['12a', '123456789012'],
    merchantCategory: ['599'],
    tpdu: ['6100030001', '60000300'],
    answerSeconds: ['', '0', '26', '1.5'],
    macKey: ['', 'xyz', macKeys.retail.slice(1)],
  };
  for (const { name, pattern } of iso8583.fields.filter(({ name }) => name !== 'certificateAuthority')) {
    assert.match(good[name] ?? '', pattern, name);
    for (const value of bad[name] ?? assert.fail(name)) assert.doesNotMatch(value, pattern, name);
  }
  assert.deepEqual(
    iso8583.fields.flatMap(({ name, isSecret }) => (isSecret ? [name] : [])),
    ['macKey'],
  );
  const host = await startScriptedHost('bcd-1987', { macKey: macKeys.retail, onMessage: approve });
  const connector = iso8583.create({
    values: { ...good, host: '127.0.0.1', port: String(host.port) },
    secrets: { macKey: new Secret(macKeys.retail) },
    olderSecrets: {},
    limits: { connectTimeoutMs: 60_000 },
  });
  assert.equal((await connector.authorize(request())).kind, 'approved');
  await connector.close();
  await host.stop();
});
