import { describe, expect, test } from '@jest/globals';
import { planDay } from '../../simulator/day/plan.ts';
import { VENDORS, type PlannedCall, type Vendor } from '../../simulator/day/planned.ts';
import { unfold } from '../../simulator/day/script.ts';
import { worldFor } from '../../simulator/day/world.ts';
import { befalls, allFaults, type FaultName } from '../../simulator/faults/catalogue.ts';
import { seeded } from '../../simulator/random.ts';
import { dialectsOf } from '../../simulator/speak.ts';
import type { CallFacts } from '../../simulator/telling/call-facts.ts';
import { STREAM, type Message, type Says } from '../../simulator/telling/message.ts';
import { agentKey } from '../../domain/numbers/phone.ts';
import type { Json } from '../../vendors/json.ts';
import type { NativeHappening, NativeHeard } from '../../vendors/native.ts';
import { adapterFor } from '../../vendors/registry.ts';

/** The exchange says what a request tells; the adapter must read just that in it, whatever is odd about it. */

const CALLS = 400;
const random = seeded('dialects');
const world = worldFor(random.fork('world'), CALLS);
const beganAt = Date.parse('2026-11-24T06:30:00Z');
const refOf = new Map(world.counsellors.map(({ phone, ref }) => [agentKey(phone, 'IN'), ref]));
const counsellor = (ref: string) => world.counsellors.find((one) => one.ref === ref) ?? world.counsellors[0];

const factsOf = (call: PlannedCall): CallFacts => {
  const own = random.fork(`facts ${call.number}`);
  const told = own.shuffled(world.counsellors.map(({ ref }) => ref)).slice(0, 2);
  const faults = (fault: FaultName) =>
    befalls(fault, call.vendor) && own.fork(fault).chance((allFaults[fault] ?? 0) * 2);
  return {
    call,
    script: unfold(call, told, call.vendor === 'mcubes' ? 'simultaneous' : 'sequential'),
    callId: `${call.vendor}-${call.number}`,
    beganAt,
    reference: call.kind === 'clicked' ? 'our-reference' : null,
    counsellor,
    recordingUrl: `http://127.0.0.1:1/recordings/${call.number}.wav`,
    has: faults,
    random: own.fork('words'),
  };
};

/** As it arrives: forms and queries hold texts. */
const arrived = ({ encoding, fields }: Message): Record<string, Json> =>
  JSON.parse(
    JSON.stringify(
      encoding === 'json'
        ? fields
        : Object.fromEntries(
            Object.entries(fields).map(([key, value]) => [
              key,
              typeof value === 'object' ? JSON.stringify(value) : String(value),
            ]),
          ),
    ),
  ) as Record<string, Json>;

const read = (vendor: Vendor, message: Message): NativeHeard | null => {
  const adapter = adapterFor(vendor);
  const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt: beganAt + 60_000, vendorSettings: {} };
  if (message.endpoint === STREAM) return adapter?.stream?.read(JSON.stringify(message.fields), context) ?? null;
  const endpoint = adapter?.endpoints.find(({ name }) => name === message.endpoint);
  return (
    endpoint?.read({ method: message.encoding === 'query' ? 'GET' : 'POST', fields: arrived(message) }, context) ?? null
  );
};

type Line = { readonly key: string; readonly aliases?: readonly string[] } | null;
const named = (line: Line): string | null =>
  line === null
    ? null
    : ([line.key, ...(line.aliases ?? [])].map((key) => refOf.get(key)).find((ref) => ref !== undefined) ?? line.key);

const simply = (happening: NativeHappening): unknown[] => {
  switch (happening.kind) {
    case 'noticed':
      return [];
    case 'offered':
      return [['rings', named(happening.agent)]];
    case 'offer_ended':
      return [['stops_ringing', named(happening.agent)]];
    case 'student_rung':
      return [['student_rings', named(happening.agent)]];
    case 'answered':
      return [['answers', named(happening.agent)]];
    case 'ended': {
      const isAnswered = happening.status.result === 'success';
      return [
        [
          'reports',
          named(happening.agent),
          isAnswered,
          happening.talkSeconds,
          isAnswered && happening.recordingUrl !== null,
          happening.startedAt !== null,
        ],
      ];
    }
    default:
      return [[happening.kind]];
  }
};

const said = (says: Says): unknown[] => {
  if (says.kind === 'recording') return ['recording'];
  if (says.kind !== 'reports') return [says.kind, says.agent];
  const isAnswered = says.result === 'answered';
  return ['reports', says.agent, isAnswered, says.talkSeconds, isAnswered && says.recording, says.startTold];
};

describe.each(VENDORS)('%s', (vendor) => {
  const partners = new Map(world.counsellors.map(({ ref }) => [ref, vendor]));
  const calls = planDay(random.fork(vendor), world, { calls: CALLS, vendors: [vendor], partners });
  const speak = dialectsOf('native')(vendor, random);

  test('its adapter reads in each request what the exchange says it tells', () => {
    let requests = 0;
    for (const call of calls) {
      const facts = factsOf(call);
      for (const message of speak.messages(facts)) {
        const heard = read(vendor, message);
        requests += 1;
        const happenings = heard?.kind === 'event' ? heard.happenings.flatMap(simply) : heard?.kind;
        expect({ fields: message.fields, happenings }).toEqual({
          fields: message.fields,
          happenings: message.says.map(said),
        });
        if (heard?.kind !== 'event') continue;
        expect(heard.said.number).toBe(call.student.number);
        if (message.named) expect(heard.said.callId).toBe(facts.callId);
      }
    }
    expect(requests).toBeGreaterThan(CALLS);
  });
});
