/** Against a real SMTP server, with and without TLS. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createCertificate } from '../../test/support/certificate.ts';
import { Secret } from '../base/secret.ts';
import { createMailer, type MailSettings } from './mailer.ts';

type Heard = { readonly isEncrypted: boolean; readonly to: readonly string[]; readonly text: string };

const servers: SMTPServer[] = [];
after(async () => {
  for (const server of servers) await new Promise<void>((resolve) => server.close(resolve));
});

const { cert: certificate, key } = createCertificate('localhost');

const startServer = async (options: SMTPServerOptions = {}) => {
  const heard: Heard[] = [];
  const server = new SMTPServer({
    key,
    cert: certificate,
    logger: false,
    authOptional: true,
    onRcptTo: ({ address }, _session, done) => {
      done(
        address.startsWith('nobody@') ? Object.assign(new Error('no such person'), { responseCode: 550 }) : undefined,
      );
    },
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'gateway' && password === 'p@ss:word') done(null, { user: username });
      else done(new Error('no'));
    },
    onData: (stream, session, done) => {
      void stream.toArray().then((parts: Buffer[]) => {
        heard.push({
          isEncrypted: session.secure,
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
        });
        done();
      });
    },
    ...options,
  });
  servers.push(server);
  // A line that is cut is the client's business.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { heard, port: (server.server.address() as AddressInfo).port };
};

const settingsFor = (port: number): MailSettings => ({
  from: 'payments@shop.example',
  host: 'localhost',
  port,
  isTlsFirst: false,
  mayBePlain: true,
});
const MAIL = { to: ['ada@shop.example'], subject: 'Yesterday', text: 'Three payments.' };

describe('a mail', () => {
  test('goes by STARTTLS, with a login, and holds no card number and no second header', async () => {
    const { heard, port } = await startServer();
    const settings = {
      ...settingsFor(port),
      login: { user: 'gateway', password: new Secret('p@ss:word') },
      mayBePlain: false,
    };
    const mailer = createMailer(settings, certificate);
    const text = 'Paid with 4242 4242 4242 4242.';
    assert.deepEqual(await mailer.send({ ...MAIL, subject: 'Hi\r\nBcc: eve@evil.example', text }), { kind: 'sent' });
    assert.equal(heard[0]?.isEncrypted, true);
    assert.deepEqual(heard[0]?.to, ['ada@shop.example']);
    assert.match(heard[0]?.text ?? '', /^Subject: Hi Bcc: eve@evil\.example\r\n/m);
    assert.match(heard[0]?.text ?? '', /Paid with \[card\]\./);
  });

  test('goes by TLS from the start, and not to whom nobody vouches for', async () => {
    const { heard, port } = await startServer({ secure: true });
    const settings = { ...settingsFor(port), isTlsFirst: true };
    assert.deepEqual(await createMailer(settings, certificate).send(MAIL), { kind: 'sent' });
    assert.equal((await createMailer(settings).send(MAIL)).kind, 'failed');
    assert.equal(heard.length, 1);
  });

  test('does not go without encryption, but for a server of the same machine', async () => {
    const { heard, port } = await startServer({ hideSTARTTLS: true });
    const settings = settingsFor(port);
    assert.equal((await createMailer({ ...settings, mayBePlain: false }).send(MAIL)).kind, 'failed');
    assert.deepEqual(await createMailer(settings).send(MAIL), { kind: 'sent' });
    assert.equal(heard.length, 1);
  });

  test('that is not taken says whether it may go later', async () => {
    const { port } = await startServer();
    const mailer = createMailer(settingsFor(port), certificate);
    assert.deepEqual(await mailer.send({ ...MAIL, to: ['nobody@shop.example'] }), {
      kind: 'refused',
      reason: 'the server answered 550',
    });
    const stranger = createMailer(
      { ...settingsFor(port), login: { user: 'gateway', password: new Secret('wrong') } },
      certificate,
    );
    assert.deepEqual(await stranger.check(), { kind: 'failed', reason: 'the server answered 535' });
    assert.equal((await createMailer(settingsFor(1)).check()).kind, 'failed');
  });
});
