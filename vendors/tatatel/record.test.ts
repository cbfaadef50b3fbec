import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../json.ts';
import { isLive } from './live.ts';
import { readRecord } from './record.ts';

const now = Date.UTC(2026, 6, 12, 13);

/** As recorded from an account; names and numbers changed. */
const recorded: JsonObject = {
  id: '64f0c0ffee0000000000a001',
  call_id: '1783857898.240111',
  uuid: '6a5382ebd0001',
  direction: 'outbound',
  description: 'Call answered by customer',
  detailed_description: null,
  status: 'answered',
  recording_url: 'https://cloudphone.tatateleservices.com/file/recording?callId=1783857898.240111&type=rec&token=t',
  date: '2026-07-12',
  time: '17:34:58',
  end_stamp: '2026-07-12 17:35:49',
  call_duration: 52,
  total_call_duration: 52,
  answered_seconds: 41,
  agent_number: 'Extension-0602141810347',
  agent_number_with_prefix: 'Extension-0602141810347',
  client_number: '+919876500024',
  did_number: '+919240200031',
  reason: 'disconnected_by_caller',
  hangup_cause: 'Normal clearing',
  missed_agents: [],
  call_flow: [],
  call_hint: 'dialer',
  dialer_call_details: null,
};
const read = (fields: Readonly<Record<string, Json>>) => readRecord({ ...recorded, ...fields }, 'IN', now);

describe('a record', () => {
  test('as an account sends it', () => {
    expect(read({})).toEqual({
      callId: '1783857898.240111',
      number: '+919876500024',
      did: { raw: '+919240200031', key: '+919240200031' },
      direction: 'outbound',
      agent: { raw: 'Extension-0602141810347', key: '0602141810347' },
      missedAgents: [],
      status: { result: 'success' },
      talkSeconds: 41,
      startedAt: Date.UTC(2026, 6, 12, 12, 4, 58),
      endedAt: Date.UTC(2026, 6, 12, 12, 5, 49),
      recordingUrl: recorded['recording_url'],
      flags: [],
    });
  });

  test('of a campaign names it', () => {
    expect(read({ dialer_call_details: { campaign_name: 'Fair' } }).direction).toBe('campaign');
    expect(read({ dialer_call_details: '{"campaign_id":"12"}' }).direction).toBe('campaign');
    expect(read({ dialer_call_details: { campaign_name: '$campaign_name' } }).direction).toBe('outbound');
    expect(read({ direction: 'inbound' }).direction).toBe('inbound');
  });

  test.each([
    ['a list', [{ id: '05077', name: 'Two', number: '+919000000022', agent_number: '+919000000022' }]],
    ['one object', { id: '05077', name: 'Two', number: '+919000000022' }],
    ['a text of JSON', '[{"id":"05077","number":"9000000022"}]'],
    ['a list of numbers', ['9000000022', '']],
  ])('lists missed agents as %s', (_, missed_agents) => {
    expect(read({ missed_agents }).missedAgents.map(({ key }) => key)).toEqual(['+919000000022']);
  });

  test.each(['', null, {}, '[]', 'null', [null]])('has no missed agents in %j', (missed_agents) => {
    expect(read({ missed_agents }).missedAgents).toEqual([]);
  });

  test.each([
    ['busy', 'busy'],
    ['noanswer', 'no_answer'],
    ['cancel', 'cancelled'],
    ['chanunavail', 'failed'],
    ['disconnected_by_callee', null],
    [null, null],
  ])('missed for %j is a failure of cause %j, without talk', (reason, cause) => {
    expect(read({ status: 'missed', reason })).toMatchObject({
      status: { result: 'failure', cause },
      talkSeconds: null,
    });
  });

  test('with stamps that can not be true says so', () => {
    expect(read({ date: '0000-00-00' })).toMatchObject({
      startedAt: null,
      endedAt: Date.UTC(2026, 6, 12, 12, 5, 49),
      flags: ['time_implausible'],
    });
    expect(read({ date: '2026-07-13' })).toMatchObject({ startedAt: null, flags: ['time_implausible'] });
  });

  test('of any content is read without error', () => {
    const record = fc.dictionary(fc.constantFrom(...Object.keys(recorded)), fc.jsonValue());
    fc.assert(fc.property(record, (fields) => void read(fields as JsonObject)));
  });
});

test('a live call is recognised in each of its number formats', () => {
  const row = {
    call_id: '1715252026.405777',
    direction: 2,
    source: '+919000000021',
    destination: '09876500023,0969876500023',
    multiple_destination_name: 'PJSIP/+919876500023',
    customer_number: '09876500023',
  };
  const query = { callId: null, number: '+919876500023', agent: null, direction: 'campaign', startedAt: now } as const;
  for (const name of ['destination', 'multiple_destination_name', 'customer_number'] as const)
    expect(isLive([{ direction: 2, [name]: row[name] }], query, 'IN')).toBe(true);
  expect(isLive([row], { ...query, callId: '1715252026.405777' }, 'IN')).toBe(true);
  expect(isLive([row], { ...query, callId: '1715252026.4' }, 'IN')).toBe(false);
  expect(isLive([null, 'x', row], { ...query, direction: 'inbound' }, 'IN')).toBe(false);
  expect(isLive({ data: [] }, query, 'IN')).toBeNull();
});
