import type { CallFacts } from '../telling/call-facts.ts';
import type { Value } from '../telling/message.ts';
import { bare, spelled } from '../telling/numbers.ts';
import { american, indian } from '../telling/stamps.ts';

/** What any trigger can fill, both ways round (vendors.md 1.7, 11). */
export function variables({ call, script, callId, beganAt, reference, has, random }: CallFacts): Record<string, Value> {
  const write = has('mixed_formats')
    ? (number: string) => spelled(random, number)
    : (number: string) => `91${bare(number)}`;
  const inbound = script.direction === 'inbound';
  const [student, did] = [write(call.student.number), write(call.did.number)];
  const stamp = has('odd_stamps')
    ? '1970-01-01 05:30:00'
    : has('mixed_formats') && random.chance(0.4)
      ? american(beganAt)
      : indian(beganAt);
  return {
    uuid: random.int(2 ** 30, 2 ** 31).toString(16),
    call_id: callId,
    call_to_number: inbound ? did : student,
    caller_id_number: inbound ? student : did,
    'customer_no_with_prefix ': `+91${bare(call.student.number)}`,
    start_stamp: stamp,
    billing_circle: has('empty_shapes')
      ? random.pick<Value>(['', '{"operator":"Airtel","circle":"Delhi"}'])
      : { operator: 'Airtel', circle: 'Delhi' },
    ref_id: '',
    ...(reference !== null &&
      !has('late_ids') && { custom_identifier: has('empty_shapes') ? { id: reference } : reference }),
  };
}
