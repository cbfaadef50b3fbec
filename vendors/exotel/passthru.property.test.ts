import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPassthru } from './passthru.ts';

/** A call as it was, told by a Passthru in whatever combination of Exotel's quirks (vendors.md 2.5, 2.7). */

const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt: Date.UTC(2026, 2, 5, 7), vendorSettings: {} };
const phones = ['9000000021', '9000000022', '9000000023'];
const absent = fc.constantFrom('null', '', 'None', 'undefined', null);

const example = fc.record({
  outcome: fc.constantFrom('completed', 'no-answer', 'busy', 'failed', 'canceled'),
  rung: fc.shuffledSubarray(phones, { minLength: 1 }),
  talk: fc.integer({ min: 1, max: 3600 }),
  namesAgent: fc.boolean(),
  spelled: fc.constantFrom(
    (number: string) => `0${number}`,
    (number: string) => `+91${number}`,
  ),
  callFrom: fc.constantFrom('CallFrom', 'Callfrom'),
  endTime: fc.constantFrom('1970-01-01 05:30:00', '0000-00-00 00:00:00', 'null'),
  nothing: absent,
  asList: fc.boolean(),
  callType: fc.boolean(),
  whole: fc.constantFrom('completed', 'client-hangup'),
});

test('a passthru is the call it was, whatever quirks it is told with', () => {
  fc.assert(
    fc.property(
      example,
      ({ outcome, rung, talk, namesAgent, spelled, callFrom, endTime, nothing, asList, callType, whole }) => {
        const answered = outcome === 'completed';
        const [taker = ''] = rung;
        // In ringing order: whoever took it is the last one.
        const legs = rung.toReversed().map((phone) => ({
          Number: spelled(phone),
          OnCallDuration: answered && phone === taker ? String(talk) : '0',
          ...(answered && phone === taker
            ? { CauseCode: 'NORMAL_CLEARING', Cause: '16' }
            : { CauseCode: 'RING_TIMEOUT', Cause: '1003' }),
        }));
        const flat = Object.fromEntries(
          legs.flatMap((leg, index) => Object.entries(leg).map(([name, value]) => [`Legs[${index}][${name}]`, value])),
        );
        const heard = readPassthru(
          {
            method: 'GET',
            fields: {
              CallSid: 'bb00',
              [callFrom]: '09876500032',
              CallTo: '08065000041',
              Direction: 'incoming',
              ForwardedFrom: nothing,
              ProcessStatus: nothing,
              StartTime: '2026-03-05 11:20:01',
              EndTime: endTime,
              DialCallStatus: outcome,
              DialCallDuration: answered ? String(talk + 7) : '0',
              ...(callType
                ? { CallType: answered ? whole : outcome === 'canceled' ? 'client-hangup' : 'incomplete' }
                : {}),
              DialWhomNumber: namesAgent ? spelled(taker) : nothing,
              ...(asList ? { Legs: JSON.stringify(legs) } : flat),
            },
          },
          context,
        );
        if (heard.kind !== 'event') throw new Error(heard.kind);
        expect(heard.said).toMatchObject({ callId: 'bb00', number: '+919876500032', direction: 'inbound' });
        const ends = heard.happenings.flatMap((one) => (one.kind === 'ended' ? [one] : []));
        const success = ends.filter(({ status }) => status.result === 'success');
        expect(success).toHaveLength(answered ? 1 : 0);
        if (answered) expect(success[0]).toMatchObject({ agent: { key: `+91${taker}` }, talkSeconds: talk });
        expect(ends.at(-1)).toMatchObject({ startedAt: Date.UTC(2026, 2, 5, 5, 50, 1), endedAt: null });
        const failed = ends.flatMap(({ agent, status }) =>
          agent !== null && status.result === 'failure' ? [agent.key] : [],
        );
        expect(new Set(failed)).toEqual(
          new Set(rung.filter((phone) => !answered || phone !== taker).map((phone) => `+91${phone}`)),
        );
        expect(ends.every(({ talkSeconds }) => talkSeconds === null || talkSeconds >= 0)).toBe(true);
      },
    ),
    { numRuns: 1000, seed: 20_261_124 },
  );
});
