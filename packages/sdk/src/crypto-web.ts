/** Runtimes without `node:crypto` (workers at the edge) have WebCrypto alone, and that answers by promises only. */
export const hmacSha256AtOnce = (_key: Uint8Array, _message: Uint8Array): Uint8Array => {
  throw onlyByPromise();
};

export const isEd25519AtOnce = (_publicKey: Uint8Array, _message: Uint8Array, _signature: Uint8Array): boolean => {
  throw onlyByPromise();
};

const onlyByPromise = (): TypeError =>
  new TypeError(
    'This runtime has no node:crypto. Await webhooks.verifyAsync(), webhooks.verify(request, …), ' +
      'verifyReturnAsync() or ' +
      'verifyPaymentReturnAsync() instead: they use WebCrypto.',
  );
