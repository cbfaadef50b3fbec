import { planDay } from '../../simulator/day/plan.ts';
import type { PlannedCall, Vendor } from '../../simulator/day/planned.ts';
import { unfold } from '../../simulator/day/script.ts';
import { worldFor } from '../../simulator/day/world.ts';
import { allFaults, befalls, type FaultName } from '../../simulator/faults/catalogue.ts';
import { seeded } from '../../simulator/random.ts';
import { dialectsOf } from '../../simulator/speak.ts';
import type { CallFacts } from '../../simulator/telling/call-facts.ts';
import { STREAM, type Message } from '../../simulator/telling/message.ts';
import type { VendorAdapter } from '../../vendors/adapter.ts';
import type { Json } from '../../vendors/json.ts';
import type { NativeHeard } from '../../vendors/native.ts';

/** What the exchange (simulator/) says in a vendor's own dialect: the same calls and words each time. */

const CALLS = 400;
const random = seeded('dialects');
export const world = worldFor(random.fork('world'), CALLS);
/** When all of its calls begin. */
export const BEGAN_AT = Date.parse('2026-11-24T06:30:00Z');

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
    beganAt: BEGAN_AT,
    reference: call.kind === 'clicked' ? 'our-reference' : null,
    counsellor,
    recordingUrl: `http://127.0.0.1:1/recordings/${call.number}.wav`,
    has: faults,
    random: own.fork('words'),
  };
};

export interface SimulatedCall {
  readonly facts: CallFacts;
  /** Whom to ring, where the vendor asks that in its own dialect; else null. */
  readonly question: Omit<Message, 'says' | 'at'> | null;
  readonly messages: readonly Message[];
}

/** Calls of one vendor with everything that is sent of them, faults included. */
export function simulatedCalls(vendor: Vendor): readonly SimulatedCall[] {
  const partners = new Map(world.counsellors.map(({ ref }) => [ref, vendor]));
  const speak = dialectsOf('native')(vendor, random);
  return planDay(random.fork(vendor), world, { calls: CALLS, vendors: [vendor], partners }).map((call) => {
    const facts = factsOf(call);
    const { callId, beganAt, has } = facts;
    const asked =
      call.kind === 'inbound'
        ? speak.question({ call, callId, beganAt, has, random: random.fork(`question ${call.number}`) })
        : null;
    // Vendors without a routing of their own ask in the classic dialect.
    const question = asked?.endpoint === 'getCounsellor' ? null : asked;
    return { facts, question, messages: speak.messages(facts) };
  });
}

/** As it arrives: forms and queries hold texts. */
const arrived = ({ encoding, fields }: Pick<Message, 'encoding' | 'fields'>): Record<string, Json> =>
  // Written by our own exchange: values are JSON.
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

/** What the adapter reads in a message; null: it has no such endpoint. */
export function readSimulated(
  adapter: VendorAdapter,
  message: Pick<Message, 'endpoint' | 'encoding' | 'fields'>,
): NativeHeard | null {
  const context = { country: 'IN', zone: 'Asia/Kolkata', receivedAt: BEGAN_AT + 60_000, vendorSettings: {} };
  if (message.endpoint === STREAM) return adapter.stream?.read(JSON.stringify(message.fields), context) ?? null;
  const endpoint = adapter.endpoints.find(({ name }) => name === message.endpoint);
  return (
    endpoint?.read({ method: message.encoding === 'query' ? 'GET' : 'POST', fields: arrived(message) }, context) ?? null
  );
}
