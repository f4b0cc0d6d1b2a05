import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type MailSink = {
  /** For `TOLLGATE_SMTP_URL`. */
  readonly url: string;
  readonly received: readonly { readonly to: readonly string[]; readonly text: string }[];
  readonly close: () => Promise<void>;
};

/** A mail server on this machine that takes every mail, without TLS. */
export const startMailSink = async (): Promise<MailSink> => {
  const received: MailSink['received'][number][] = [];
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      void stream.toArray().then((parts: Buffer[]) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, text: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
};
