import net from 'node:net';
import tls from 'node:tls';
import type { buildConnector } from 'undici';

/** Why a request was never sent, in a closed list: causes are logged and must not carry anything of the request. */
export const notSentCauses = [
  'dnsFailed',
  'addressForbidden',
  'connectionRefused',
  'connectTimeout',
  'connectFailed',
  'tlsFailed',
  'queueTimeout',
  'requestInvalid',
  'stopped',
] as const;
export type NotSentCause = (typeof notSentCauses)[number];

/**
 * Which address to connect to. A caller that sends to URLs of strangers resolves once, checks every address and answers
 * the one that may be used; it is asked for IP literals too. Rejecting means that the name has no address.
 */
export type ResolveHost = (
  hostname: string,
) => Promise<{ readonly kind: 'address'; readonly address: string } | { readonly kind: 'forbidden' }>;

export type ConnectSettings = {
  /** Name resolution, TCP and TLS together. */
  readonly connectTimeoutMs: number;
  readonly resolveHost?: ResolveHost;
  /** A private authority to trust, or a certificate to show (hosts of acquirers ask for both). */
  readonly tls?: Pick<tls.ConnectionOptions, 'ca' | 'cert' | 'key'>;
};

/** Opens the connections of a client. Every failure here is before the first byte of a request. */
export const createConnector =
  (settings: ConnectSettings): buildConnector.connector =>
  (target, callback) => {
    const attempt = createAttempt(settings.connectTimeoutMs, callback);
    if (settings.resolveHost === undefined) {
      openSocket(settings, target, target.hostname, attempt);
      return;
    }
    settings.resolveHost(target.hostname).then(
      (resolved) => {
        if (resolved.kind === 'forbidden') attempt.fail('addressForbidden');
        else openSocket(settings, target, resolved.address, attempt);
      },
      () => {
        attempt.fail('dnsFailed');
      },
    );
  };

/** One try to connect: the first of opened, failed and out of time decides, and only it is told. */
type Attempt = {
  readonly use: (socket: net.Socket) => void;
  readonly succeed: () => void;
  readonly fail: (cause: NotSentCause) => void;
};

const createAttempt = (timeoutMs: number, callback: buildConnector.Callback): Attempt => {
  let socket: net.Socket | undefined;
  let isOver = false;
  const fail = (cause: NotSentCause) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    // The error of a socket that is being thrown away has nobody left to hear it, and must not end the process.
    socket?.on('error', ignore).destroy();
    callback(Object.assign(new Error(cause), { code: cause }), null);
  };
  const timer = setTimeout(() => {
    fail('connectTimeout');
  }, timeoutMs);
  return {
    fail,
    use: (opened) => {
      socket = opened;
      if (isOver) opened.on('error', ignore).destroy();
    },
    succeed: () => {
      if (isOver || socket === undefined) return;
      isOver = true;
      clearTimeout(timer);
      callback(null, socket);
    },
  };
};

const ignore = (): void => undefined;

const openSocket = (
  settings: ConnectSettings,
  target: buildConnector.Options,
  host: string,
  attempt: Attempt,
): void => {
  const isTls = target.protocol === 'https:';
  const port = Number(target.port === '' ? (isTls ? 443 : 80) : target.port);
  const socket = isTls
    ? tls.connect({ ...settings.tls, ...serverName(target.hostname), host, port, ALPNProtocols: ['http/1.1'] })
    : net.connect({ host, port });
  let isConnected = false;
  const onConnect = () => {
    isConnected = true;
    if (!isTls) open();
  };
  const open = () => {
    socket.off('connect', onConnect).off('error', onError).off('close', onClose);
    socket.setNoDelay(true);
    attempt.succeed();
  };
  const onError = (error: NodeJS.ErrnoException) => {
    attempt.fail(isConnected ? 'tlsFailed' : (causeByCode[error.code ?? ''] ?? 'connectFailed'));
  };
  const onClose = () => {
    attempt.fail(isConnected ? 'tlsFailed' : 'connectFailed');
  };
  socket.on('connect', onConnect).on('error', onError).on('close', onClose);
  if (isTls) socket.once('secureConnect', open);
  attempt.use(socket);
};

/** A certificate is checked against the name in the URL, also when we connect to an address chosen for it. */
const serverName = (hostname: string): { servername?: string } =>
  net.isIP(hostname) === 0 ? { servername: hostname } : {};

const causeByCode: Readonly<Record<string, NotSentCause>> = {
  ENOTFOUND: 'dnsFailed',
  EAI_AGAIN: 'dnsFailed',
  EAI_FAIL: 'dnsFailed',
  EAI_NODATA: 'dnsFailed',
  ECONNREFUSED: 'connectionRefused',
  ETIMEDOUT: 'connectTimeout',
};
