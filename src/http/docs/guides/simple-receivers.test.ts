import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { Secret } from '../../../base/secret.ts';
import { signatureHeaders } from '../../../webhooks/sign.ts';
import { createSamples } from '../samples.ts';
import { simpleReceivers, type SimpleReceiverName } from './simple-receivers.ts';

type Delivery = { readonly body: string; readonly headers: Readonly<Record<string, string>> };
type Receiver = (delivery: Delivery, secret: string) => boolean;

const hex = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

const base64 = (secret: string, { body, headers }: Delivery): string =>
  createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest('base64');

const xSignature = ({ headers }: Delivery): string => headers['X-Signature'] ?? '';
const standard = ({ headers }: Delivery): string => headers['webhook-signature'] ?? '';
const pairsOf = (delivery: Delivery): string[][] =>
  xSignature(delivery)
    .split(',')
    .map((part) => part.split('='));

/** As people write them. */
const receivers: Readonly<Record<SimpleReceiverName, Receiver>> = {
  'compares all `v1` of `X-Signature`': (delivery, secret) => {
    const t = pairsOf(delivery).find(([name]) => name === 't')?.[1] ?? '';
    return pairsOf(delivery).some(([name, value]) => name === 'v1' && value === hex(secret, `${delivery.body}.${t}`));
  },
  // An object of the pairs: a later value takes the place of an earlier one.
  'keeps the last `v1` of `X-Signature`': (delivery, secret) => {
    const { t = '', v1 } = Object.fromEntries(pairsOf(delivery)) as Record<string, string>;
    return v1 === hex(secret, `${delivery.body}.${t}`);
  },
  'keeps the first `v1` of `X-Signature`': (delivery, secret) => {
    const query = new URLSearchParams(xSignature(delivery).replaceAll(',', '&'));
    return query.get('v1') === hex(secret, `${delivery.body}.${query.get('t') ?? ''}`);
  },
  'takes what follows the first comma of `X-Signature`': (delivery, secret) => {
    const header = xSignature(delivery);
    const comma = header.indexOf(',');
    return header.slice(comma + 1) === `v1=${hex(secret, `${delivery.body}.${header.slice(2, comma)}`)}`;
  },
  'compares the whole `X-Signature`': (delivery, secret) => {
    const t = delivery.headers['webhook-timestamp'] ?? '';
    return xSignature(delivery) === `t=${t},v1=${hex(secret, `${delivery.body}.${t}`)}`;
  },
  // `npm run interop` has the libraries themselves say the same.
  'uses a Standard Webhooks library': (delivery, secret) =>
    standard(delivery)
      .split(' ')
      .map((part) => part.split(','))
      .some(([version, signature]) => version === 'v1' && signature === base64(secret, delivery)),
  'takes the first part of `webhook-signature`': (delivery, secret) =>
    standard(delivery).split(' ')[0]?.split(',')[1] === base64(secret, delivery),
  'takes the first part that begins with `v1`': (delivery, secret) =>
    standard(delivery)
      .split(' ')
      .find((part) => part.startsWith('v1'))
      ?.split(',')[1] === base64(secret, delivery),
  'takes the last part of `webhook-signature`': (delivery, secret) =>
    standard(delivery).split(' ').at(-1)?.split(',')[1] === base64(secret, delivery),
  'splits `webhook-signature` at commas': (delivery, secret) =>
    standard(delivery).split(',').includes(base64(secret, delivery)),
  'compares the whole `webhook-signature`': (delivery, secret) =>
    standard(delivery) === `v1,${base64(secret, delivery)}`,
};

const OLD = 'whsec_b2xkIG9sZCBvbGQgb2xkIG9sZA==';
const NEW = 'whsec_bmV3IG5ldyBuZXcgbmV3IG5ldw==';
const { privateKey } = generateKeyPairSync('ed25519');
const { body } = createSamples('https://pay.example').delivery;

const send = (secrets: readonly string[], hasEd25519 = false): Delivery => ({
  body,
  headers: signatureHeaders({
    id: 'ev_1',
    body,
    timestamp: Math.floor(Date.now() / 1_000),
    secrets: secrets.map((secret) => new Secret(secret)),
    signingKeys: hasEd25519 ? [privateKey] : [],
  }),
});

describe('receivers that read a header in a simple way', () => {
  for (const { name, both, switchAt, ed25519 } of simpleReceivers) {
    test(name, () => {
      const receive = receivers[name];
      assert.ok(receive(send([OLD]), OLD), 'one secret');
      assert.equal(receive(send([OLD]), NEW), false, 'the receiver does check');
      const isFine = [receive(send([NEW, OLD]), OLD), receive(send([NEW, OLD]), NEW)];
      assert.deepEqual(isFine, [['always', 'old'].includes(both), ['always', 'new'].includes(both)], 'both');
      const isSwitched = receive(send([OLD]), OLD) && receive(send([NEW]), NEW);
      assert.equal(isSwitched, switchAt === 'always', 'switchAt');
      assert.equal(receive(send([OLD], true), OLD), ed25519 === 'always', 'ed25519');
    });
  }

  test('a header has no spaces in X-Signature, small hex digits and seconds, and is ASCII', () => {
    const { headers } = send([NEW, OLD], true);
    assert.match(headers['X-Signature'] ?? '', /^t=[0-9]{10},v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    assert.match(
      headers['webhook-signature'] ?? '',
      /^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}= v1a,[A-Za-z0-9+/]{86}==$/,
    );
  });

  test('a body that JavaScript parsed and printed again is the same; what others print is not', () => {
    assert.equal(JSON.stringify(JSON.parse(body)), body);
    // Python's and PHP's ways of printing: spaces, and escaped slashes.
    assert.notEqual(JSON.stringify(JSON.parse(body), null, 1), body);
    assert.notEqual(body.replaceAll('/', String.raw`\/`), body);
  });
});
