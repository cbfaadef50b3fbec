import { expect, test } from '@jest/globals';
import { clockOf } from '../words/time.ts';
import { fieldWords } from './audit-fields.ts';
import { valueWords } from './audit-values.ts';

const [ASHA, GONE] = ['0199a000-0000-7000-8000-0000000000ff', '0199a000-0000-7000-8000-0000000000fe'];
const NAMES: Readonly<Record<string, string>> = { [ASHA]: 'Asha Rao', call_logs: 'View call logs' };
const nameOf = (what: string) => NAMES[what] ?? null;
const say = (path: string, value: unknown) => valueWords(path, value, { clock: clockOf('Asia/Kolkata'), nameOf });

test('choices, vendors and permissions are called what the pages call them', () => {
  expect([fieldWords('inbound.ring', nameOf), say('inbound.ring', 'simultaneous')]).toEqual([
    'Several counsellors are rung',
    'All at once',
  ]);
  expect(say('defaultVendor', 'tatatel')).toBe('TataTele (Smartflo)');
  expect([fieldWords('call_logs', nameOf), say('call_logs', 'team')]).toEqual(['View call logs', 'Their team’s']);
  expect([fieldWords('grants.call_logs', nameOf), say('grants.call_logs', 'no')]).toEqual([
    'Grants: View call logs',
    'Denied',
  ]);
  expect(say('events', ['call.ended', 'a.newer_one'])).toBe('A call has ended · a.newer_one');
});

test("times are the institute's, spans are measured, numbers can be read", () => {
  expect(say('expiresAt', '2026-11-24T18:26:02.799Z')).toBe('24 November 2026 at 23:56:02');
  expect(say('from', '2026-11-01')).toBe('Sunday 1 November 2026');
  expect([fieldWords('times.talkSeconds', nameOf), say('times.talkSeconds', 7200)]).toEqual(['Longest talk', '2 h']);
  expect(say('requestDays', 90)).toBe('90 days');
  expect(say('blocked', [{ number: '+919800000001' }])).toBe('+91 98000 00001');
});

test('entries of lists are told by what they are known by, and ids by names', () => {
  expect(say('callingHours', [{ to: '18:00', days: ['mon', 'tue'], from: '09:00' }])).toBe('Mon, Tue 09:00 to 18:00');
  expect(say('agentNumbers', [{ vendor: 'tatatel', number: '9990947416' }])).toBe('9990947416 TataTele (Smartflo)');
  expect(say('inbound.stickyCounsellorIds', [ASHA, GONE])).toBe('Asha Rao · one that is no longer there');
  expect([say('leadIds', []), say('note', null), say('enabled', false)]).toEqual(['none', null, 'off']);
});

test('a field of a newer API keeps its own name', () => {
  expect(fieldWords('vendorSettings.publicIvrId', nameOf)).toBe('Vendor settings: public ivr id');
});
