import { z } from 'zod';
import type { Ring, Talk } from '../day/script.ts';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Dialect } from '../telling/dialect.ts';
import { isOk, ownAddress, twice } from '../telling/hook-parts.ts';
import type { Fields, Message, Says } from '../telling/message.ts';
import { bare } from '../telling/numbers.ts';
import { american, indian } from '../telling/stamps.ts';
import { oddly } from '../classic/oddities.ts';
import { hangup } from './native-hangup.ts';
import { variables } from './native-variables.ts';

const message = (facts: CallFacts, at: number, fields: Fields, says: readonly Says[]): Message => ({
  at,
  endpoint: 'events',
  encoding: facts.random.pick(['json', 'json', 'form']),
  fields,
  says,
  named: 'call_id' in fields,
});

/** Accounts that can name the trigger in the payload do; of the others it is told by what they carry. */
const trigger = ({ random }: CallFacts, name: string): Fields => (random.chance(0.5) ? { trigger: name } : {});

function received(facts: CallFacts): Message {
  return message(
    facts,
    0,
    { ...variables(facts), ...trigger(facts, 'Call received on Server'), ivr_id: 81_234, ivr_name: 'Main IVR' },
    [],
  );
}

function dialled(facts: CallFacts, { agent, from }: Ring): Message {
  const number = facts.counsellor(agent).phone;
  return message(facts, from, { ...variables(facts), ...trigger(facts, 'Dialed on Agent'), agent_number: number }, [
    { kind: 'rings', agent },
  ]);
}

function answered(facts: CallFacts, { agent, from }: Talk): Message {
  const fields = {
    ...variables(facts),
    ...trigger(facts, 'Call answered by Agent'),
    answer_agent_number: facts.counsellor(agent).phone,
  };
  return message(facts, from, { ...fields, call_status: 'Answered by agent', direction: 'inbound' }, [
    { kind: 'answers', agent },
  ]);
}

/** A click to call: the agent's own phone, then the student's; the second comes without `call_id` (1.7, 6). */
function clickLegs(facts: CallFacts): readonly Message[] {
  const { script, counsellor } = facts;
  const [ring] = script.rings;
  const [talk] = script.talks;
  if (ring === undefined || script.outcome === 'agent_no_answer') return [];
  const { agent } = ring;
  const { phone, name } = counsellor(agent);
  const common = { ...variables(facts), direction: 'click_to_call' };
  const picked = {
    ...common,
    ...trigger(facts, 'Call answered by Agent'),
    answer_agent_number: phone,
    call_status: 'Answered by agent',
  };
  const first = message(facts, ring.to, picked, [{ kind: 'student_rings', agent }]);
  if (talk === undefined || facts.has('unanswered_end')) return [first];
  const unnamed = Object.fromEntries(Object.entries(common).filter(([key]) => key !== 'call_id'));
  const reached = {
    ...unnamed,
    answered_agent_number: { follow_me_number: phone, id: `05${agent.slice(1)}`, name },
    call_status: 'Answered by customer',
  };
  return [first, message(facts, talk.from, reached, [{ kind: 'answers', agent }])];
}

/** The dialler's connect event: a date and a time without its half of the day (1.7, 12). */
function connected(facts: CallFacts): readonly Message[] {
  const { call, beganAt, counsellor, script } = facts;
  const [talk] = script.talks;
  if (talk === undefined || facts.has('unanswered_end')) return [];
  const [date = '', time = ''] = american(beganAt).split(', ');
  const { start_stamp: _stamp, ...common } = variables(facts);
  const fields = {
    ...common,
    direction: 'Dialer (outbound)',
    start_date: date,
    start_time: time.replace(/ [AP]M$/, ''),
    answered_agent: [
      { id: `05${talk.agent.slice(1)}`, name: counsellor(talk.agent).name, number: counsellor(talk.agent).phone },
    ],
    campaign_name: call.kind === 'campaign' ? call.did.campaign : '$campaign_name',
  };
  return [message(facts, talk.from, fields, [{ kind: 'answers', agent: talk.agent }])];
}

function messages(facts: CallFacts): readonly Message[] {
  const { call, script, has } = facts;
  if (call.kind === 'inbound' && script.rings.length === 0 && has('silent_greeting')) return [];
  const live =
    call.kind === 'clicked'
      ? clickLegs(facts)
      : call.kind === 'inbound'
        ? [
            received(facts),
            ...script.rings.map((ring) => dialled(facts, ring)),
            ...(has('unanswered_end') ? [] : script.talks.map((talk) => answered(facts, talk))),
          ]
        : connected(facts);
  const end = hangup(facts);
  const ends = has('repeat_hangup') ? end.flatMap(twice) : end;
  const last = live.at(-1);
  const early =
    has('end_first') && last !== undefined ? ends.map((one) => ({ ...one, at: Math.max(0, last.at - 0.5) })) : ends;
  return oddly(
    facts,
    'native',
    [...live, ...early].toSorted((a, b) => a.at - b.at),
  );
}

const transfers = z.array(z.object({ transfer: z.object({ data: z.array(z.string()) }) }));

/** Smartflo's own: an API Dialplan that is answered with an array, and webhooks of every trigger (vendors.md 1.6 to 1.8). */
export const smartflo: Dialect = {
  question: ({ call, callId, beganAt, random }) => ({
    endpoint: 'dialplan',
    encoding: random.pick(['json', 'form', 'query']),
    fields: {
      uuid: '69e000000005e',
      call_id: callId,
      call_to_number: `91${bare(call.did.number)}`,
      caller_id_number: `91${bare(call.student.number)}`,
      start_stamp: indian(beganAt),
      last_dtmf: '',
      direction: 'inbound',
      customer_no_with_prefix: call.student.number,
    },
    named: true,
  }),
  readAnswer: (status, body) => {
    const read = transfers.safeParse(body);
    return status === 200 && read.success ? read.data.flatMap(({ transfer }) => transfer.data) : null;
  },
  messages,
  address: ownAddress,
  isTaken: isOk,
};
