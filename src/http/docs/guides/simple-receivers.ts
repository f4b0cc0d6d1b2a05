/** What a receiver that reads a header in a simple way makes of what we send. A test runs each of them. */
export type SimpleReceiver = {
  readonly name: string;
  /** Rotation `both`, while both secrets sign. */
  readonly both: Survives;
  /** Rotation `switchAt`, before and after the moment. */
  readonly switchAt: 'always' | 'never';
  /** One secret, and an ed25519 key beside it. */
  readonly ed25519: 'always' | 'never';
};

/** With which secret the receiver accepts deliveries: any, the one before, the new one, or none. */
export type Survives = 'always' | 'old' | 'new' | 'never';

export const simpleReceivers = [
  { name: 'compares all `v1` of `X-Signature`', both: 'always', switchAt: 'always', ed25519: 'always' },
  { name: 'keeps the last `v1` of `X-Signature`', both: 'old', switchAt: 'always', ed25519: 'always' },
  { name: 'keeps the first `v1` of `X-Signature`', both: 'new', switchAt: 'always', ed25519: 'always' },
  { name: 'takes what follows the first comma of `X-Signature`', both: 'never', switchAt: 'always', ed25519: 'always' },
  { name: 'compares the whole `X-Signature`', both: 'never', switchAt: 'always', ed25519: 'always' },
  { name: 'uses a Standard Webhooks library', both: 'always', switchAt: 'always', ed25519: 'always' },
  { name: 'takes the first part of `webhook-signature`', both: 'new', switchAt: 'always', ed25519: 'always' },
  { name: 'takes the first part that begins with `v1`', both: 'new', switchAt: 'always', ed25519: 'always' },
  { name: 'takes the last part of `webhook-signature`', both: 'old', switchAt: 'always', ed25519: 'never' },
  { name: 'splits `webhook-signature` at commas', both: 'old', switchAt: 'always', ed25519: 'never' },
  { name: 'compares the whole `webhook-signature`', both: 'never', switchAt: 'always', ed25519: 'never' },
] as const satisfies readonly SimpleReceiver[];

export type SimpleReceiverName = (typeof simpleReceivers)[number]['name'];
