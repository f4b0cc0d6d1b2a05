import { createKeys } from '../../src/base/keys.ts';
import { Secret } from '../../src/base/secret.ts';
import { createPaymentUrls } from '../../src/contract/payment-url.ts';

/** The addresses of the fake gateway's pages; its base is known only once it listens, so tests take their paths. */
export const fakeUrls = createPaymentUrls({ keys: createKeys(new Secret(Buffer.alloc(32, 7))), publicUrl: '' });
