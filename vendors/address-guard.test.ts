import { expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { addressGuard, isPublicAddress } from './address-guard.ts';

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '100.100.100.200',
  '169.254.169.254',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::',
  '::1',
  'fe80::1',
  'fd00:ec2::254',
  'fc00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  '2001::1',
  '2001:db8::1',
  'nonsense',
  '',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '13.233.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test('an address in a URL is refused however it is written', () => {
  const guard = addressGuard([]);
  for (const url of [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://127.0.0.1./',
  ])
    expect([url, guard.refuses(new URL(url).hostname)]).toEqual([url, true]);
  expect(guard.refuses('8.8.8.8')).toBe(false);
});

test('allowed hosts are reached by name or by address, and no other', () => {
  expect(addressGuard(['127.0.0.1']).refuses('127.0.0.1')).toBe(false);
  expect(addressGuard(['127.0.0.1']).refuses('127.0.0.2')).toBe(true);
  expect(addressGuard([' ::1 ']).refuses('[::1]')).toBe(false);
});

const lookUp = (allow: readonly string[], host: string): Promise<string> =>
  new Promise((resolve) => {
    addressGuard(allow).lookup(host, { all: true }, (error, found) => {
      resolve(
        error === null
          ? (found as LookupAddress[]).map(({ address }) => address).join()
          : ((error as { code?: string }).code ?? 'error'),
      );
    });
  });

test('a name that leads to an internal address is refused at connection', async () => {
  expect(await lookUp([], 'localhost')).toBe('ADDRESS_REFUSED');
  expect(await lookUp(['127.0.0.1'], 'localhost')).toBe('127.0.0.1');
  expect(await lookUp(['LOCALHOST'], 'localhost')).toMatch(/127\.0\.0\.1|::1/);
});
