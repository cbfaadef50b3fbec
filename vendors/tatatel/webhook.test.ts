import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { readWebhook } from './webhook.ts';

const receivedAt = Date.UTC(2026, 6, 11, 16, 32);
const read = (fields: JsonObject, vendorSettings: unknown = {}) => {
  const heard = readWebhook(
    { method: 'POST', fields },
    { country: 'IN', zone: 'Asia/Kolkata', receivedAt, vendorSettings },
  );
  if (heard.kind !== 'event') throw new Error(heard.kind);
  return heard;
};
const hangup = { call_id: '1783784632.1', caller_id_number: '9876500011', direction: 'inbound', outbound_sec: '41' };

describe('a key that came twice', () => {
  const agent = { key: '+919000000021' };

  test.each(['_number', '_name', '$answered_agent_number', 'null', ''])(
    'says what it says, whether %j is left beside it before or behind',
    (left) => {
      const answered = { ...hangup, call_status: 'answered' };
      for (const fields of [
        { ...answered, answered_agent_number_: left, answered_agent_number: '+919000000021' },
        { ...answered, answered_agent_number: '+919000000021', 'answered_agent_number ': left },
      ])
        expect(read(fields).happenings).toMatchObject([{ kind: 'ended', agent }]);
    },
  );

  test('says nothing where a residue is all there is', () => {
    expect(
      read({
        ...hangup,
        call_status: 'missed',
        answered_agent_number: '_number',
        direction: 'clicktocall',
        campaign_name: '_name',
      }),
    ).toMatchObject({ said: { direction: 'outbound' }, happenings: [{ kind: 'ended', agent: null }] });
  });
});

test('a key may be typed as words or in camel case', () => {
  const said = { callId: '7', number: '+919876500011', did: { key: '+918047100100' } };
  for (const keys of [
    ['callId', 'callerIdNumber', 'callToNumber', 'agentNumber'],
    ['Call Id', 'Caller Id Number', 'Call-To-Number ', 'Agent Number'],
  ]) {
    const values = ['7', '919876500011', '918047100100', '+919000000021'];
    expect(read(Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ''])))).toMatchObject({
      said,
      happenings: [{ kind: 'offered', agent: { key: '+919000000021' } }],
    });
  }
});

test('a menu that answered is nobody who talks', () => {
  const menu = { ...hangup, outbound_sec: '', call_status: 'Answered', ivr_id: 81234, ivr_name: 'Main IVR' };
  expect(read(menu).happenings).toEqual([{ kind: 'noticed' }]);
  const taken = { ...menu, answer_agent_number: '+919000000021' };
  expect(read(taken).happenings).toMatchObject([{ kind: 'answered', agent: { key: '+919000000021' } }]);
});

describe('stamps', () => {
  const startedAt = Date.UTC(2026, 6, 11, 16, 30);
  const endedAt = Date.UTC(2026, 6, 11, 16, 31);
  const inUtc = {
    ...hangup,
    call_status: 'answered',
    start_stamp: '2026-07-11 16:30:00',
    end_stamp: '2026-07-11 16:31:00',
  };
  const inIndia = { ...inUtc, start_stamp: '2026-07-11 22:00:00', end_stamp: '7/11/2026, 10:01:00 PM' };
  const stampsOf = (fields: JsonObject, settings?: object) => {
    const { said, happenings } = read(fields, settings);
    return { flags: said.flags, ...happenings.at(-1) };
  };

  test('are in the zone that the account chose', () => {
    expect(stampsOf(inIndia)).toMatchObject({ startedAt, endedAt, flags: [] });
    expect(stampsOf(inUtc, { webhookZone: 'UTC' })).toMatchObject({ startedAt, endedAt, flags: [] });
  });

  test('of a call that ended just now in the other zone, and hours ago in the chosen one, are in the other', () => {
    expect(stampsOf(inUtc)).toMatchObject({ startedAt, endedAt, flags: ['zone_repaired'] });
    expect(stampsOf(inIndia, { webhookZone: 'UTC' })).toMatchObject({ startedAt, endedAt, flags: ['zone_repaired'] });
  });

  test('of a call that is reported late stay in the chosen zone', () => {
    const late = { ...inUtc, start_stamp: '2026-07-11 19:00:00', end_stamp: '2026-07-11 19:01:00' };
    expect(stampsOf(late)).toMatchObject({ startedAt: startedAt - 3 * 3_600_000, flags: [] });
  });
});
