import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type HeardMail = { readonly to: readonly string[]; readonly text: string };

/** A real mail server on this machine, which keeps what it is given. */
export type TestMailServer = {
  readonly url: string;
  readonly heard: HeardMail[];
  /** Answers whoever is to be written to with a number of SMTP instead; undefined: takes everything again. */
  readonly refuse: (status: number | undefined) => void;
  readonly close: () => Promise<void>;
};

export const startMailServer = async (): Promise<TestMailServer> => {
  const heard: HeardMail[] = [];
  let refusal: number | undefined;
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      done(refusal === undefined ? undefined : Object.assign(new Error('not now'), { responseCode: refusal }));
    },
    onData: (stream, session, done) => {
      void stream.toArray().then((parts: Buffer[]) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        heard.push({ to, text: readQuotedPrintable(Buffer.concat(parts).toString()) });
        done();
      });
    },
  });
  // A line that is cut is the client's business.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    heard,
    refuse: (status) => {
      refusal = status;
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};

/** RFC 2045: lines that were broken, and bytes that are no letters of ASCII. */
const readQuotedPrintable = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
