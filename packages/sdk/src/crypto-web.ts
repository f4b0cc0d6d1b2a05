/** Runtimes without `node:crypto` (workers at the edge) have WebCrypto alone, and that answers by promises only. */
export const hmacSha256AtOnce = (_key: Uint8Array, _message: Uint8Array): Uint8Array => {
  throw new TypeError(
    'This runtime has no node:crypto. Await webhooks.verifyAsync(), webhooks.verify(request, …), ' +
      'verifyReturnAsync() or ' +
      'verifyPaymentReturnAsync() instead: they use WebCrypto.',
  );
};
