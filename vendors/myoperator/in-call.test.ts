import { describe, expect, test } from '@jest/globals';
import { event, inCall } from '../../test/vendors/myoperator-hooks.ts';
import type { Fields } from '../classic/fields.ts';

describe('in-call', () => {
  test('with an agent chosen rings that agent, for the student and the call it names', () => {
    expect(event('in-call', inCall)).toEqual({
      kind: 'event',
      said: {
        callId: 'n2.1767000949.2175777',
        reference: 'crm-000321',
        vendorRef: 'n2.1767000949.2175777',
        number: '+919876500042',
        did: null,
        direction: 'outbound',
        flags: [],
      },
      happenings: [
        { kind: 'offered', agent: { raw: '919000000021', key: '+919000000021' }, at: null, reportsAnswer: false },
      ],
    });
  });

  test('is the same as an object, as one form field, and in single quotes', () => {
    const expected = event('in-call', inCall);
    const python = JSON.stringify(inCall).replaceAll('"', "'").replaceAll('null', 'None');
    expect(event('in-call', { myoperator: JSON.stringify(inCall) })).toEqual(expected);
    expect(event('in-call', { myoperator: inCall })).toEqual(expected);
    expect(event('in-call', { 'myoperator ': python })).toEqual(expected);
  });

  test('before anybody is chosen only says that the call is there', () => {
    for (const users of [[], '', null])
      expect(event('in-call', { ...inCall, users, event: '1' }).happenings).toEqual([{ kind: 'noticed' }]);
  });

  test('names its agents as a list, one text or several in one', () => {
    const keys = (users: Fields[string]) =>
      event('in-call', { ...inCall, users }).happenings.map((one) => ('agent' in one ? one.agent?.key : null));
    expect(keys('919000000021')).toEqual(['+919000000021']);
    expect(keys('919000000021, 9000000022')).toEqual(['+919000000021', '+919000000022']);
    expect(keys(['9000000021', ''])).toEqual(['+919000000021']);
  });

  test('of a state that integrations know as connected or hung up ends the ring', () => {
    expect(event('in-call', { ...inCall, call_state: 5 }).happenings).toMatchObject([{ kind: 'answered' }]);
    expect(event('in-call', { ...inCall, call_state: '6' }).happenings).toMatchObject([{ kind: 'offer_ended' }]);
    expect(event('in-call', { ...inCall, call_state: '7' }).happenings).toMatchObject([{ kind: 'offered' }]);
    expect(event('in-call', { ...inCall, call_state: 'ringing' }).said.flags).toEqual(['word_unrecognised']);
  });

  test('with a stamp of its own says how old the ring is, read as UTC', () => {
    const { happenings } = event('in-call', { ...inCall, created: '2025-12-29 09:36:40' });
    expect(happenings).toMatchObject([{ at: Date.UTC(2025, 11, 29, 9, 36, 40) }]);
  });
});
