import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specs } from '../../../../../simulators/acquirer/faces/iso8583/spec.ts';
import { signWith } from '../../../../../simulators/acquirer/faces/iso8583/mac.ts';
import { Secret } from '../../../../base/secret.ts';
import { isSameMac, macOf } from './mac.ts';

/** RFC 4493, section 4. */
const MESSAGE =
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51' +
  '30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710';
const cmacs: readonly (readonly [bytes: number, mac: string])[] = [
  [0, 'BB1D6929E9593728'],
  [16, '070A16B46B4D4144'],
  [40, 'DFA66747DE9AE630'],
  [64, '51F0BEBF7E3B9D92'],
];
for (const [bytes, mac] of cmacs) {
  test(`AES-CMAC over ${bytes} bytes is that of RFC 4493`, () => {
    const key = new Secret('2b7e151628aed2a6abf7158809cf4f3c');
    assert.equal(macOf('aesCmac', key, Buffer.from(MESSAGE, 'hex').subarray(0, bytes)), mac);
  });
}

test('AES-CMAC with a key of 256 bits is that of NIST SP 800-38B', () => {
  const key = new Secret('603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4');
  assert.equal(macOf('aesCmac', key, Buffer.from(MESSAGE, 'hex').subarray(0, 16)), '28A7023F452E8F82');
});

test('the retail MAC is that of ISO 9797-1, algorithm 3 with padding 1', () => {
  const key = new Secret('0123456789ABCDEFFEDCBA9876543210');
  assert.equal(macOf('retail', key, Buffer.from('Now is the time for all ', 'latin1')), 'A1C72E74EA3FA9B6');
});

test('for any length it is what another program makes of it', () => {
  const key = '0123456789ABCDEFFEDCBA9876543210';
  for (let length = 0; length < 70; length++) {
    const bytes = Buffer.alloc(length, 0xa5);
    for (const [algorithm, spec] of [
      ['retail', specs['ascii-1987']],
      ['aesCmac', specs['iso-1993']],
    ] as const) {
      const theirs = signWith(spec, Buffer.from(key, 'hex'))(bytes).toString('hex').toUpperCase();
      assert(isSameMac(macOf(algorithm, new Secret(key), bytes), theirs), `${algorithm} ${length}`);
    }
  }
});
