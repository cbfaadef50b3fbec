import { expect, test } from '@jest/globals';
import type { Calling } from '../api/contract.ts';
import { throughWords } from './through.ts';

const calling = (via: Calling['via'], callerId: string | null): Calling => ({
  via,
  handset: 'phone',
  callerId,
  formIds: [],
  reason: null,
});
const call = { vendor: 'tatatel', did: null };

test('a call says through which vendor it goes, and which number the student sees', () => {
  expect(throughWords(call, calling(['cloud'], '+918047100100'))).toEqual([
    'Through TataTele (Smartflo)',
    'The student sees +91 80471 00100',
  ]);
  expect(throughWords({ ...call, did: '+918047100200' }, calling(['cloud'], '+918047100100'))).toContain(
    'The student sees +91 80471 00200',
  );
  expect(throughWords(call, calling(['cloud'], null))).toEqual(['Through TataTele (Smartflo)']);
  expect(throughWords(call, undefined)).toEqual(['Through TataTele (Smartflo)']);
});

test('what goes by an own phone, or may, shows no number of the vendor', () => {
  expect(throughWords(call, calling(['app'], '+918047100100'))).toEqual([]);
  expect(throughWords(call, calling(['cloud', 'app'], '+918047100100'))).toEqual(['Through TataTele (Smartflo)']);
});
