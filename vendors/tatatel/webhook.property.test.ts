import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Json, JsonObject } from '../json.ts';
import { readWebhook } from './webhook.ts';

/** A call as it was, told in whatever combination of Smartflo's quirks (vendors.md 1.7): what is read of it is the call. */

const receivedAt = Date.UTC(2026, 6, 11, 18);
const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt, vendorSettings: {} };

interface Agent {
  readonly id: string;
  readonly extension: string;
  readonly phone: string;
}
const agents: readonly Agent[] = [1, 2, 3].map((n) => ({
  id: `050733005001${n}`,
  extension: `060733005001${n}`,
  phone: `900000002${n}`,
}));

const directions = {
  inbound: ['inbound', 'Inbound', 'Dialer (inbound)'],
  outbound: ['outbound', 'clicktocall', 'click_to_call', 'Dialer (outbound)'],
} as const;

const truth = fc
  .record({
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    student: fc.constantFrom('9876500011', '9812345670', '8012345678'),
    rung: fc.shuffledSubarray([...agents]),
    answered: fc.boolean(),
    talk: fc.integer({ min: 1, max: 3600 }),
    waited: fc.integer({ min: 0, max: 300 }),
  })
  .map(({ rung, answered, ...call }) => ({
    ...call,
    missed: answered ? rung.slice(1) : rung,
    taker: answered ? (rung[0] ?? null) : null,
    answered: answered && rung.length > 0,
  }));

const spelled = (number: string) => fc.constantFrom(number, `91${number}`, `+91${number}`, `0${number}`);
const nothing = fc.constantFrom<Json>('', null, 'null', '$variable', []);

const quirks = fc.record({
  key: fc.constantFrom('', ' ', '_', '$'),
  customerKey: fc.constantFrom('customer_no_with_prefix', 'customer_number_with_prefix', null),
  wrapped: fc.constantFrom(null, 'data', 'event', 'payload'),
  wrappedAs: fc.constantFrom('object', 'text'),
  agentAs: fc.constantFrom('object', 'list', 'text', 'number', 'extension'),
  missedAs: fc.constantFrom('list', 'text'),
  stamps: fc.constantFrom('ivr', 'dialler', 'epoch', 'iso'),
  status: fc.constantFrom('usual', 'custom'),
  asNumber: fc.boolean(),
  noise: fc.record(
    {
      uuid: fc.constantFrom('69d75426f0a90', '8ad91f8e-9a53-4a5e-8c93-0b3f9a22c111'),
      ref_id: nothing,
      campaign_name: fc.constant('$campaign_name'),
      recording_name: fc.constant('$recording_name'),
      answer_stamp: fc.constantFrom('', '2026-07-11 21:13:53'),
      call_connected: fc.constantFrom('0', '1'),
      billing_circle: fc.constantFrom<Json>(
        '',
        { operator: 'Airtel', circle: 'Delhi' },
        '{"operator":"Airtel"}',
        'Delhi',
      ),
      call_flow: fc.constantFrom<Json>('', [], '[]', [
        { type: 'init', time: '1783784632' },
        { type: 'IVR', time: 1783784633 },
        { anstime: '', time: 1783784634.5 },
      ]),
      agent_ring_time: fc.constantFrom<Json>('4', 4, '$agent_ring_time'),
      hangup_cause: fc.constantFrom('NormalClearing', 'disconnected_by_caller', 'hangup_as_per_destination', ''),
      reason_key: fc.constantFrom('', 'Call Disconnected By Callee'),
    },
    { noNullPrototype: true },
  ),
});

type Truth = typeof truth extends fc.Arbitrary<infer T> ? T : never;
type Quirks = typeof quirks extends fc.Arbitrary<infer T> ? T : never;

const shown = (agent: Agent): JsonObject => ({
  id: agent.id,
  name: 'Agent',
  number: agent.extension,
  agent_number: `+91${agent.phone}`,
});

function takerFields(taker: Agent | null, as: Quirks['agentAs']): JsonObject {
  if (taker === null) return { answered_agent: '', answered_agent_number: '_number', answered_agent_name: '_name' };
  switch (as) {
    case 'object':
      return { answered_agent: shown(taker), answered_agent_number: taker.extension };
    case 'list':
      return { answered_agent: [shown(taker)], answered_agent_number: '' };
    case 'text':
      return { answered_agent: JSON.stringify(shown(taker)), answered_agent_number: '$answered_agent_number' };
    case 'number':
      return { answered_agent: '', answered_agent_number: `+91${taker.phone}` };
    default:
      return { answered_agent: '', answered_agent_number: `Extension-${taker.extension}` };
  }
}

function stamp(at: number, as: Quirks['stamps']): string {
  const local = DateTime.fromMillis(at, { zone: 'Asia/Kolkata', locale: 'en-US' });
  if (as === 'ivr') return local.toFormat('yyyy-MM-dd HH:mm:ss');
  if (as === 'dialler') return local.toFormat('M/d/yyyy, h:mm:ss a');
  return as === 'epoch' ? String(at / 1000) : (local.toUTC().toISO({ suppressMilliseconds: true }) ?? '');
}

const startedAt = Date.UTC(2026, 6, 11, 16, 30);

function told(
  call: Truth,
  quirk: Quirks,
  numbers: { readonly student: string; readonly did: string },
  word: string,
): JsonObject {
  const inbound = call.direction === 'inbound';
  const seconds = call.answered ? call.talk : 0;
  const status = call.answered ? 'answered' : 'missed';
  const missed = call.missed.map(shown);
  const fields: JsonObject = {
    call_id: '1783784632.231779',
    direction: word,
    caller_id_number: inbound ? numbers.student : numbers.did,
    call_to_number: inbound ? numbers.did : numbers.student,
    ...(quirk.customerKey === null ? {} : { [quirk.customerKey]: numbers.student }),
    ...(quirk.status === 'usual' ? { call_status: status } : { call_status: 'contacted', status }),
    start_stamp: stamp(startedAt, quirk.stamps),
    end_stamp: stamp(startedAt + (call.waited + seconds) * 1000, quirk.stamps),
    // Of whatever length: neither is talk.
    duration: String(call.waited + seconds),
    billsec: String(call.waited),
    outbound_sec: quirk.asNumber ? seconds : String(seconds),
    recording_url: 'https://x.test/file/recording?callId=1',
    ...takerFields(call.taker, quirk.agentAs),
    missed_agent: missed.length === 0 ? '' : quirk.missedAs === 'list' ? missed : JSON.stringify(missed),
    ...quirk.noise,
  };
  const keyed = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [quirk.key === '$' ? `$${key}` : key + quirk.key, value]),
  );
  if (quirk.wrapped === null) return keyed;
  return { [quirk.wrapped]: quirk.wrappedAs === 'object' ? keyed : JSON.stringify(keyed) };
}

const keysOf = (agent: Agent): readonly string[] => [agent.id, agent.extension, `+91${agent.phone}`];

test('a hangup is the call it was, whatever quirks it is told with', () => {
  const example = fc.record({ call: truth, quirk: quirks }).chain(({ call, quirk }) =>
    fc.record({
      call: fc.constant(call),
      quirk: fc.constant(quirk),
      student: spelled(call.student),
      did: spelled('9240200031'),
      word: fc.constantFrom(...directions[call.direction]),
    }),
  );
  fc.assert(
    fc.property(example, ({ call, quirk, student, did, word }) => {
      const heard = readWebhook({ method: 'POST', fields: told(call, quirk, { student, did }, word) }, context);
      if (heard.kind !== 'event') throw new Error(heard.kind);
      expect(heard.said).toMatchObject({
        callId: '1783784632.231779',
        vendorRef: null,
        number: `+91${call.student}`,
        did: { key: '+919240200031' },
        direction: call.direction,
      });
      expect(heard.said.flags.filter((flag) => flag !== 'template_unfilled')).toEqual([]);
      const last = heard.happenings.at(-1);
      if (last?.kind !== 'ended') throw new Error('no end');
      expect(last).toMatchObject({
        status: { result: call.answered ? 'success' : 'failure' },
        talkSeconds: call.answered ? call.talk : null,
        startedAt,
        endedAt: startedAt + (call.waited + (call.answered ? call.talk : 0)) * 1000,
      });
      if (call.taker === null) expect(last.agent).toBeNull();
      else expect(keysOf(call.taker)).toContain(last.agent?.key);
      const legs = heard.happenings.flatMap((one) =>
        one.kind === 'ended' && one !== last && one.agent !== null ? [one.agent.key] : [],
      );
      expect(legs).toEqual(call.missed.map(({ phone }) => `+91${phone}`));
    }),
    { numRuns: 600, seed: 20_261_124 },
  );
});
