import type { Json } from '../json.ts';
import { NativeReading } from '../native-reading.ts';
import type { NativeAnswer, NativeContext, NativeHeard, NativeRequest, NativeRouting } from '../native.ts';
import { tatatelSettings } from './settings.ts';
import { saidBy } from './webhook.ts';
import { webhookFields } from './webhook-fields.ts';

/** Smartflo's API Dialplan: a DID's destination is asked for by HTTP (vendors.md 1.8). */

export const readDialplan = ({ fields }: NativeRequest, { country, receivedAt }: NativeContext): NativeHeard => {
  const reading = new NativeReading(webhookFields(fields), { country, receivedAt });
  const id = reading.text('call_id');
  // A question without id is an ordinary one: no flag.
  return { kind: 'routing_question', said: saidBy(reading, 'inbound', id === null ? null : reading.callId(id)) };
};

/** Agents' ids and extensions: thirteen digits, `05…` and `06…`. Anything else is a number to dial. */
const isAgentId = (number: string): boolean => /^(?:extension-|pjsip\/)?0[56]\d{11}$/i.test(number.trim());

type Kind = 'agent' | 'number';
interface Run {
  readonly type: Kind;
  readonly data: string[];
}
/** More dialplans than these are not taken. */
const mostRuns = 3;

/** Neighbours of one kind are one transfer: the ringing order stays whatever kinds it mixes. */
const runsOf = (numbers: readonly string[]): readonly Run[] => {
  const runs: Run[] = [];
  for (const number of numbers) {
    const type: Kind = isAgentId(number) ? 'agent' : 'number';
    const last = runs.at(-1);
    if (last?.type === type) last.data.push(number);
    else runs.push({ type, data: [number] });
  }
  return runs.slice(0, mostRuns);
};

/** A bare array of transfers; an empty one sends the call to the DID's failover. */
export const answerDialplan = ({ numbers, ring, vendorSettings }: NativeRouting): NativeAnswer => {
  const settings = tatatelSettings.safeParse(vendorSettings);
  const skipActive = settings.success ? settings.data.skipActive : true;
  const ringType = ring === 'simultaneous' ? 'simultaneous' : 'order_by';
  const body: readonly Json[] = runsOf(numbers).map(({ type, data }) => ({
    transfer: { type, data, ring_type: ringType, skip_active: skipActive },
  }));
  return { httpStatus: 200, body };
};
