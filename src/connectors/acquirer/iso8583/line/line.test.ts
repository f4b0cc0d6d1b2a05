import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { money } from '../../../../../test/conformance/acquirer/conformance.ts';
import { freePort } from '../../../../../test/support/free-port.ts';
import { waitFor } from '../../../../../test/support/wait-for.ts';
import { systemClock } from '../../../../base/clock.ts';
import type { LateAnswer } from '../../contract.ts';
import { createIso8583Connector } from '../index.ts';
import { optionsFor } from '../iso8583.fixture.ts';
import { numbersOf } from '../numbers.ts';
import {
  approve,
  request,
  startScriptedHost,
  withHost as withHostOf,
  type Story,
  type World,
} from '../scripted-host.fixture.ts';

const withHost = (act: (world: World) => Promise<void>, story: Story = {}): Promise<void> =>
  withHostOf('ascii-1987', act, story);

describe('one line for all', () => {
  test('many messages are under way at a time, and answers in any order find their questions', async () => {
    await withHost(async ({ host, connector }) => {
      const amounts = Array.from({ length: 50 }, (_, index) => index + 1);
      const answers = amounts.map((minor) => connector.authorize(request({ amount: money(minor) })));
      await host.untilHeard(50);
      for (const heard of [...host.heard].reverse()) heard.send('00', { 38: heard.fields[4]?.slice(-6) ?? '' });
      for (const [index, answer] of (await Promise.all(answers)).entries()) {
        assert(answer.kind === 'approved');
        assert.deepEqual(answer.amount, money(amounts[index] ?? 0));
        assert.equal(Number(answer.approvalCode), amounts[index]);
      }
      assert.equal(host.sockets.length, 1);
      assert.deepEqual(host.network, ['001']);
    });
  });

  test('answers that come byte by byte, or several in one piece, are all heard', async () => {
    await withHost(async ({ host, connector }) => {
      const answers = [1, 2, 3].map(() => connector.authorize(request()));
      await host.untilHeard(3);
      const bytes = Buffer.concat(host.heard.map((heard) => heard.answer('00', { 38: 'A1B2C3' })));
      const [first] = host.heard;
      for (const byte of bytes.subarray(0, 150)) {
        first?.socket.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      first?.socket.write(bytes.subarray(150));
      for (const answer of await Promise.all(answers)) assert.equal(answer.kind, 'approved');
    });
  });

  test('the same numbers are under way once: the second message waits until the first is answered', async () => {
    await withHost(async ({ host, connector }) => {
      const same = request();
      const answers = [connector.authorize(same), connector.authorize(same)];
      const another = connector.authorize(request());
      await host.untilHeard(2);
      const keys = host.heard.map(({ fields }) => [fields[11], fields[7]].join());
      assert.equal(new Set(keys).size, 2);
      host.heard.forEach(approve);
      await host.untilHeard(3);
      assert.equal(host.heard[2]?.fields[11], numbersOf(same.reference).stan);
      approve(host.heard[2] ?? assert.fail());
      for (const answer of await Promise.all([...answers, another])) assert.equal(answer.kind, 'approved');
    });
  });

  test('no more than allowed is under way, and what did not leave in time was not sent', async () => {
    await withHost(
      async ({ host, connector }) => {
        const answers = [1, 2, 3, 4].map(() => connector.authorize(request()));
        assert.deepEqual((await Promise.all(answers)).map((answer) => ('cause' in answer ? answer.cause : '')).sort(), [
          'busy',
          'busy',
          'noAnswerInTime',
          'noAnswerInTime',
        ]);
        assert.equal(host.heard.length, 2);
      },
      { options: { maxUnderWay: 2, answerTimeoutMs: 1_000 } },
    );
  });

  test('an answer to another one’s numbers is nobody’s; one with our numbers and another reference proves nothing', async () => {
    await withHost(async ({ host, connector }) => {
      const asked = connector.authorize(request());
      await host.untilHeard(1);
      const [heard] = host.heard;
      assert(heard);
      for (const other of [{ 11: '999999' }, { 7: '0101000000' }, { 41: 'OTHER001' }])
        heard.send('00', { 38: 'A1B2C3', ...other });
      heard.send('00', { 38: 'A1B2C3', 37: 'ANOTHERS0RRN' });
      assert.deepEqual(await asked, { kind: 'unknown', cause: 'wrongReference' });
    });
  });
});

describe('a line that breaks', () => {
  test('what was under way is unknown, what came after goes over a new line, and late comers find the old one’s answer', async () => {
    const late: LateAnswer[] = [];
    await withHost(
      async ({ host, connector }) => {
        const lost = request();
        const asked = [connector.authorize(lost), connector.authorize(request())];
        await host.untilHeard(2);
        const [first] = host.heard;
        assert(first);
        // Half an answer, then nothing.
        first.socket.write(first.answer('00', { 38: 'A1B2C3' }).subarray(0, 60), () => first.socket.destroy());
        for (const answer of await Promise.all(asked)) assert.deepEqual(answer, { kind: 'unknown', cause: 'lineLost' });

        const next = connector.authorize(request());
        await host.untilHeard(3);
        // The host kept its answer, and says it on the new line.
        host.heard[2]?.socket.write(first.answer('00', { 38: 'LATE01' }));
        approve(host.heard[2] ?? assert.fail());
        assert.equal((await next).kind, 'approved');
        assert.deepEqual(host.network, ['001', '001']);
        assert.equal(late.length, 1);
        assert.equal(late[0]?.reference, lost.reference);
        assert(late[0].answer.kind === 'approved' && late[0].answer.approvalCode === 'LATE01');
      },
      { options: { onLateAnswer: (answer) => late.push(answer) } },
    );
  });

  test('an answer after the time was up is told as evidence, once', async () => {
    const late: LateAnswer[] = [];
    await withHost(
      async ({ host, connector }) => {
        const asked = request();
        assert.deepEqual(await connector.authorize(asked), { kind: 'unknown', cause: 'noAnswerInTime' });
        const [heard] = host.heard;
        heard?.send('51');
        heard?.send('51');
        await waitFor('the late answer', async () => late.length > 0);
        const next = connector.authorize(request());
        await host.untilHeard(2);
        approve(host.heard[1] ?? assert.fail());
        assert.equal((await next).kind, 'approved');
        assert.deepEqual(late, [
          {
            reference: asked.reference,
            answer: { kind: 'declined', declineReason: 'insufficientFunds', acquirerCode: '51', softDecline: false },
          },
        ]);
      },
      { options: { answerTimeoutMs: 1_000, onLateAnswer: (answer) => late.push(answer) } },
    );
  });

  test('what can’t be read ends the line: all that was under way is unknown', async () => {
    for (const nonsense of ['HTTP/1.1 502 Bad Gateway\r\n\r\n', '0004abcd', '00200810ZZZZZZZZZZZZZZZZ']) {
      await withHost(async ({ host, connector }) => {
        const asked = [connector.authorize(request()), connector.authorize(request())];
        await host.untilHeard(2);
        host.heard[0]?.socket.write(nonsense);
        for (const answer of await Promise.all(asked))
          assert.deepEqual(answer, { kind: 'unknown', cause: 'unreadableLine' });
      });
    }
  });

  test('a host that is down is not sent anything, and is found again by itself when it is back', async () => {
    const port = await freePort();
    const connector = createIso8583Connector(optionsFor('ascii-1987', port, undefined));
    const answers = await Promise.all([1, 2, 3].map(() => connector.authorize(request())));
    for (const answer of answers) assert.deepEqual(answer, { kind: 'notSent', cause: 'notConnected' });
    const host = await startScriptedHost('ascii-1987', { port, onMessage: approve });
    // Nobody pays meanwhile: the line comes up because it was up before, or was wanted.
    await waitFor('the line is up', async () => host.network.includes('001'));
    assert.equal((await connector.authorize(request())).kind, 'approved');
    assert.equal(host.sockets.length, 1);
    await Promise.all([connector.close(), host.stop()]);
  });

  test('however many pay, a host that is down is not knocked at more than four times a second', async () => {
    let opened = 0;
    const host = await startScriptedHost('ascii-1987', { onNetwork: () => undefined });
    host.sockets.push = (...sockets) => {
      opened += sockets.length;
      for (const socket of sockets) socket.destroy();
      return opened;
    };
    const connector = createIso8583Connector(optionsFor('ascii-1987', host.port, undefined));
    const startedMs = systemClock.monotonicMs();
    for (let rounds = 0; rounds < 5; rounds++) {
      const answers = await Promise.all([1, 2, 3].map(() => connector.authorize(request())));
      for (const { kind } of answers) assert.equal(kind, 'notSent');
    }
    const most = 1 + (systemClock.monotonicMs() - startedMs) / 250;
    assert(opened <= most + 1, `${opened} connections, ${most} allowed`);
    await Promise.all([connector.close(), host.stop()]);
  });
});

describe('signing on and listening', () => {
  test('nothing is sent before the host said yes; its no is notSent, and a refusal for whoever tests the account', async () => {
    await withHost(
      async ({ host, connector }) => {
        assert.deepEqual(await connector.authorize(request()), { kind: 'notSent', cause: 'signOnRefused' });
        assert.deepEqual(await connector.test(), { kind: 'refused', cause: 'signOnRefused' });
        assert.equal(host.heard.length, 0);
      },
      { script: { onNetwork: () => '58' } },
    );
  });

  test('a host that does not answer a sign-on is as good as not there', async () => {
    await withHost(
      async ({ host, connector }) => {
        assert.deepEqual(await connector.authorize(request()), { kind: 'notSent', cause: 'notConnected' });
        assert.equal(host.heard.length, 0);
      },
      { script: { onNetwork: () => undefined }, options: { connectTimeoutMs: 500 } },
    );
  });

  test('a silent line is tested, and one that does not answer the test is opened anew', async () => {
    let isDeaf = false;
    await withHost(
      async ({ host, connector }) => {
        assert.deepEqual(await connector.test(), { kind: 'works' });
        await waitFor('two echo tests', async () => host.network.filter((which) => which === '301').length >= 3);
        assert.equal(host.sockets.length, 1);
        isDeaf = true;
        await waitFor('another connection', async () => host.sockets.length >= 2);
      },
      {
        script: { onNetwork: (which) => (isDeaf && which === '301' ? undefined : '00') },
        options: { echoAfterMs: 50, answerTimeoutMs: 1_000 },
      },
    );
  });

  test('a host that asks whether we are there is told', async () => {
    await withHost(async ({ host, connector }) => {
      await connector.test();
      const [socket] = host.sockets;
      assert(socket);
      const answered = once(socket, 'data');
      socket.write('00550800822000000000000004000000000000001128224500000042301');
      const [bytes] = (await answered) as [Buffer];
      assert.equal(bytes.toString('latin1'), '0057081082200000020000000400000000000000112822450000004200301');
    });
  });

  test('to close waits for what is under way, and signs off', async () => {
    const host = await startScriptedHost('ascii-1987');
    const connector = createIso8583Connector(optionsFor('ascii-1987', host.port, undefined));
    const asked = connector.authorize(request());
    await host.untilHeard(1);
    const closed = connector.close();
    assert.deepEqual(await connector.authorize(request()), { kind: 'notSent', cause: 'closed' });
    approve(host.heard[0] ?? assert.fail());
    assert.equal((await asked).kind, 'approved');
    await closed;
    assert.deepEqual(host.network, ['001', '002']);
    await host.stop();
  });

  test('a connector that was never used closes at once', async () => {
    await createIso8583Connector(optionsFor('ascii-1987', 1, undefined)).close();
  });
});
