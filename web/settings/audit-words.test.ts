import { expect, test } from '@jest/globals';
import { actionWords, differences, fieldWords, targetWords, withNames } from './audit-words.ts';

test('a change shows field by field what was and what became of it', () => {
  const before = { enabled: false, inbound: { keepOwner: false }, authenticationKey: 'changed', dids: [] };
  const after = {
    enabled: true,
    inbound: { keepOwner: true },
    authenticationKey: 'changed',
    dids: [{ number: '080 4710 0100', label: null, campaign: 'Fair' }],
  };
  expect(differences(before, after)).toEqual([
    { path: 'enabled', was: 'off', is: 'on' },
    { path: 'inbound.keepOwner', was: 'off', is: 'on' },
    { path: 'authenticationKey', was: null, is: 'changed' },
    { path: 'dids', was: 'an empty list', is: '080 4710 0100 Fair' },
  ]);
});

test('what was added had nothing before, and what is the same is not said', () => {
  expect(differences(null, { name: 'North', leadIds: [], note: null })).toEqual([
    { path: 'name', was: null, is: 'North' },
    { path: 'leadIds', was: null, is: 'an empty list' },
  ]);
  expect(differences({ name: 'North' }, { name: 'North' })).toEqual([]);
});

test('whom a change was made to has a name where there is one', () => {
  const id = '0199a000-0000-7000-8000-0000000000ff';
  expect(targetWords(id, () => 'Asha Rao')).toBe('Asha Rao');
  expect(targetWords(id, () => null)).toBeNull();
  expect(targetWords('role:counsellor', () => null)).toBe('the role counsellor');
  expect(targetWords('tatatel', () => null)).toBe('tatatel');
  expect(targetWords('institute', () => null)).toBeNull();
  expect(actionWords('telephony.change')).toBe('Changed the vendor');
  expect(actionWords('future.new_deed')).toBe('future new deed');
});

test('fields and ids are told in words', () => {
  expect(fieldWords('inbound.stickyCounsellorIds')).toBe('Inbound: sticky counsellor ids');
  expect(fieldWords('call_logs')).toBe('Call logs');
  const [asha, gone] = ['0199a000-0000-7000-8000-0000000000ff', '0199a000-0000-7000-8000-0000000000fe'];
  const nameOf = (id: string) => (id === asha ? 'Asha Rao' : null);
  expect(withNames(`${asha} · ${gone}`, nameOf)).toBe(`Asha Rao · ${gone}`);
});
