import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createOutboundResolver, mayCall } from './outbound-address.ts';

type Row = readonly [address: string, isPublic: boolean, isAnywhere: boolean, why: string];

const rows: readonly Row[] = [
  ['8.8.8.8', true, true, 'the internet'],
  ['1.1.1.1', true, true, 'the internet'],
  ['100.63.255.255', true, true, 'just below carrier-grade NAT'],
  ['100.128.0.0', true, true, 'just above carrier-grade NAT'],
  ['172.15.255.255', true, true, 'just below private'],
  ['172.32.0.0', true, true, 'just above private'],
  ['223.255.255.255', true, true, 'the last unicast address'],
  ['0.0.0.0', false, true, 'this host'],
  ['0.1.2.3', false, true, 'this network'],
  ['10.1.2.3', false, true, 'private'],
  ['100.64.0.1', false, true, 'carrier-grade NAT'],
  ['127.0.0.1', false, true, 'loopback'],
  ['127.255.255.254', false, true, 'loopback'],
  ['169.254.169.254', false, false, 'cloud metadata'],
  ['169.254.0.1', false, false, 'link-local'],
  ['100.100.100.200', false, false, 'cloud metadata'],
  ['192.0.0.192', false, false, 'cloud metadata'],
  ['172.16.0.1', false, true, 'private'],
  ['172.31.255.255', false, true, 'private'],
  ['192.0.2.1', false, true, 'documentation'],
  ['192.88.99.1', false, true, '6to4 relay'],
  ['192.168.1.1', false, true, 'private'],
  ['198.18.0.1', false, true, 'benchmarking'],
  ['198.19.255.255', false, true, 'benchmarking'],
  ['198.51.100.7', false, true, 'documentation'],
  ['203.0.113.7', false, true, 'documentation'],
  ['224.0.0.1', false, true, 'multicast'],
  ['240.0.0.1', false, true, 'reserved'],
  ['255.255.255.255', false, true, 'broadcast'],
  ['2606:4700:4700::1111', true, true, 'the internet'],
  ['2a00:1450:4001:831::200e', true, true, 'the internet'],
  ['::', false, true, 'this host'],
  ['::1', false, true, 'loopback'],
  ['::127.0.0.1', false, true, 'loopback in the old IPv4-compatible form'],
  ['::7f00:1', false, true, 'the same in hex'],
  ['::8.8.8.8', false, true, 'IPv4-compatible is nowhere'],
  ['::ffff:127.0.0.1', false, true, 'loopback, mapped'],
  ['::ffff:7f00:1', false, true, 'loopback, mapped, in hex'],
  ['0:0:0:0:0:ffff:10.0.0.1', false, true, 'private, mapped, written out'],
  ['::ffff:169.254.169.254', false, false, 'cloud metadata, mapped'],
  ['::ffff:a9fe:a9fe', false, false, 'cloud metadata, mapped, in hex'],
  ['::ffff:8.8.8.8', true, true, 'the internet, mapped'],
  ['::ffff:0:127.0.0.1', false, true, 'translated'],
  ['64:ff9b::127.0.0.1', false, true, 'loopback through NAT64'],
  ['64:ff9b::10.0.0.1', false, true, 'private through NAT64'],
  ['64:ff9b::a9fe:a9fe', false, false, 'cloud metadata through NAT64'],
  ['64:ff9b::8.8.8.8', true, true, 'the internet through NAT64'],
  ['64:ff9b:1::8.8.8.8', false, true, 'NAT64 of a private network'],
  ['64:ff9b:1::169.254.169.254', false, false, 'cloud metadata through NAT64 of a private network'],
  ['2002:7f00:1::', false, true, 'loopback as 6to4'],
  ['2002:a9fe:a9fe::1', false, false, 'cloud metadata as 6to4'],
  ['2002:808:808::1', false, true, '6to4'],
  ['2001::1', false, true, 'Teredo'],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', false, true, 'Teredo'],
  ['2001:2::1', false, true, 'benchmarking'],
  ['2001:20::1', false, true, 'ORCHID'],
  ['2001:db8::1', false, true, 'documentation'],
  ['2001:200::1', true, true, 'just above protocol assignments'],
  ['3fff::1', false, true, 'documentation'],
  ['3fff:1000::1', true, true, 'just above documentation'],
  ['100::1', false, true, 'discard'],
  ['4000::1', false, true, 'unassigned'],
  ['5f00::1', false, true, 'segment routing'],
  ['fc00::1', false, true, 'unique local'],
  ['fd12:3456::1', false, true, 'unique local'],
  ['fd00:ec2::254', false, false, 'cloud metadata'],
  ['fd20:ce::254', false, false, 'cloud metadata'],
  ['fe80::1', false, true, 'link-local'],
  ['fec0::1', false, true, 'site-local'],
  ['ff02::1', false, true, 'multicast'],
  ['fe80::1%eth0', false, false, 'a zone is never taken'],
  ['1.2.3', false, false, 'not an address'],
  ['0x7f.1', false, false, 'not an address'],
  ['example.com', false, false, 'not an address'],
  ['', false, false, 'not an address'],
];

describe('addresses that may be called', () => {
  for (const [address, isPublic, isAnywhere, why] of rows) {
    test(`${address || '(empty)'}: ${why}`, () => {
      assert.equal(mayCall('public', address), isPublic);
      assert.equal(mayCall('any', address), isAnywhere);
    });
  }
});

describe('names', () => {
  const resolverOf = (...addresses: string[]) => createOutboundResolver('public', () => Promise.resolve(addresses));

  test('the address that was checked is the one that is connected to', async () => {
    assert.deepEqual(await resolverOf('8.8.8.8').resolveHost('shop.example'), { kind: 'address', address: '8.8.8.8' });
  });

  test('one forbidden address among good ones forbids the name', async () => {
    assert.deepEqual(await resolverOf('8.8.8.8', '10.0.0.1').resolveHost('shop.example'), { kind: 'forbidden' });
    assert.deepEqual(await resolverOf('2606:4700::1', '::ffff:127.0.0.1').resolveHost('shop.example'), {
      kind: 'forbidden',
    });
  });

  test('a name without addresses is forbidden', async () => {
    assert.deepEqual(await resolverOf().resolveHost('shop.example'), { kind: 'forbidden' });
  });

  test('an address in the URL is checked without a look-up', async () => {
    const resolver = createOutboundResolver('public', () => Promise.reject(new Error('not to be asked')));
    assert.deepEqual(await resolver.resolveHost('127.0.0.1'), { kind: 'forbidden' });
    assert.deepEqual(await resolver.resolveHost('[::1]'), { kind: 'forbidden' });
    assert.deepEqual(await resolver.resolveHost('[2606:4700::1]'), { kind: 'address', address: '2606:4700::1' });
  });

  test('an address that did not connect gives way to the next', async () => {
    const resolver = resolverOf('8.8.8.8', '1.1.1.1');
    await resolver.resolveHost('shop.example');
    assert.equal(resolver.skipAddress('shop.example'), 2);
    assert.deepEqual(await resolver.resolveHost('shop.example'), { kind: 'address', address: '1.1.1.1' });
  });

  test('localhost may be called from a laptop and not in live mode', async () => {
    assert.equal((await createOutboundResolver('any').resolveHost('localhost')).kind, 'address');
    const live = createOutboundResolver('public', () => Promise.resolve(['127.0.0.1']));
    assert.deepEqual(await live.resolveHost('localhost'), { kind: 'forbidden' });
  });
});
