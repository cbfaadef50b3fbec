import type { CallFacts } from '../telling/call-facts.ts';
import type { Fields, Message, Report, Says, Value } from '../telling/message.ts';
import { american, indian } from '../telling/stamps.ts';
import { variables } from './native-variables.ts';

/** "Call hangup (Missed or Answered)": one for the whole call (vendors.md 1.6). */
export function hangup(facts: CallFacts): readonly Message[] {
  const { script, has, random } = facts;
  const { fields, says } = script.talks.length > 0 ? answered(facts) : missed(facts);
  const whole: Message = {
    at: script.ends,
    endpoint: 'events',
    encoding: random.pick(['json', 'json', 'form', 'query']),
    fields: { ...ending(facts), ...fields, ...(random.chance(0.5) && { trigger: 'Call hangup (Missed or Answered)' }) },
    says,
    named: true,
  };
  if (!has('filled_later') || script.talks.length === 0) return [whole];
  const { outbound_sec: _talk, recording_url: _recording, ...rest } = whole.fields;
  const blank = says.map((said): Says =>
    said.kind === 'reports' ? { ...said, talkSeconds: null, recording: false } : said,
  );
  return [
    { ...whole, fields: rest, says: blank },
    { ...whole, at: whole.at + 20 },
  ];
}

/** What every hang-up carries, whoever talked. */
function ending(facts: CallFacts): Fields {
  const { call, script, beganAt, has, random } = facts;
  const end = beganAt + script.ends * 1000;
  const dialler = call.kind === 'dialled' || call.kind === 'campaign';
  const directions = {
    inbound: ['inbound', 'Dialer (inbound)'],
    clicked: ['clicktocall'],
    dialled: ['Dialer (outbound)'],
    campaign: ['Dialer (outbound)'],
  } as const;
  return {
    ...variables(facts),
    end_stamp: has('odd_stamps') ? '1970-01-01 05:30:00' : dialler ? american(end) : indian(end),
    direction: random.pick<string>(directions[call.kind]),
    duration: String(script.ends),
    billsec: dialler ? '' : String(script.ends),
    campaign_name: call.kind === 'campaign' ? call.did.campaign : '$campaign_name',
    agent_transfer_ring_time: '$agent_transfer_ring_time',
    hangup_cause_description: 'Normal call clearing',
  };
}

const stampsOf = ({ script, has }: CallFacts): Pick<Report, 'endsAt' | 'startTold'> =>
  has('odd_stamps') ? { endsAt: null, startTold: false } : { endsAt: script.ends, startTold: true };

const inVain = (agent: string): Says => ({
  kind: 'reports',
  agent,
  result: 'failed',
  cause: 'no_answer',
  talkSeconds: null,
  recording: false,
  endsAt: null,
  startTold: false,
});

const agentObject = ({ counsellor }: CallFacts, agent: string): Record<string, Value> => {
  const { name, phone } = counsellor(agent);
  return { id: `0507330050${agent.slice(1).padStart(3, '0')}`, name, number: phone, agent_number: phone };
};

function answered(facts: CallFacts): { readonly fields: Fields; readonly says: readonly Says[] } {
  const { script, recordingUrl, has, random } = facts;
  const agents = script.talks.map(({ agent }) => agent);
  const last = agents.at(-1) ?? '';
  const talkSeconds = script.talks.reduce((sum, { from, to }) => sum + to - from, 0);
  const rungInVain = script.rings
    .filter(({ agent, result }) => result === 'missed' && !agents.includes(agent))
    .map(({ agent }) => agent);
  const object: Value = { ...agentObject(facts, last), dialst: 'Answered' };
  const list: Value = agents.map((agent, place) => ({ ...agentObject(facts, agent), is_transferred_agent: place > 0 }));
  const shape: Value =
    agents.length > 1 ? list : has('empty_shapes') ? random.pick<Value>([list, JSON.stringify(object)]) : object;
  const told: Omit<Report, 'agent' | 'talkSeconds' | 'recording'> = {
    kind: 'reports',
    result: 'answered',
    cause: null,
    ...stampsOf(facts),
  };
  return {
    fields: {
      call_status: random.pick(['answered', 'Answered by agent', 'Answered']),
      answered_agent: shape,
      missed_agent: rungInVain.length === 0 ? '' : rungInVain.map((agent) => agentObject(facts, agent)),
      outbound_sec: String(talkSeconds),
      recording_url: recordingUrl,
      call_connected: '1',
      reason_key: 'Call Disconnected By Callee',
      hangup_cause_key: 'NORMAL_CLEARING',
      hangup_cause_code: '16',
    },
    says: [
      ...rungInVain.map(inVain),
      // Of those before only that they talked.
      ...agents.slice(0, -1).map((agent): Says => ({
        ...told,
        agent,
        talkSeconds: null,
        recording: false,
        endsAt: null,
        startTold: false,
      })),
      { ...told, agent: last, talkSeconds, recording: true },
    ],
  };
}

/** How Smartflo writes why nobody talked (1.7, 17). */
const CAUSES = {
  no_answer: { reason_key: 'noanswer', hangup_cause_key: 'NO_ANSWER', hangup_cause_code: '19' },
  busy: { reason_key: '', hangup_cause_key: 'USER_BUSY', hangup_cause_code: '17' },
  cancelled: { reason_key: 'cancel', hangup_cause_key: 'UNSPECIFIED', hangup_cause_code: '0' },
} as const;

function missed(facts: CallFacts): { readonly fields: Fields; readonly says: readonly Says[] } {
  const { call, script, beganAt, recordingUrl, has } = facts;
  const cause = script.outcome === 'busy' || script.outcome === 'cancelled' ? script.outcome : 'no_answer';
  // Who dialled has picked up, unless it was they who did not.
  const picked = call.kind !== 'inbound' && script.outcome !== 'agent_no_answer' ? script.rings[0]?.agent : undefined;
  const rungInVain = picked === undefined ? script.rings.map(({ agent }) => agent) : [];
  const noise = has('missed_with_talk')
    ? { answer_stamp: indian(beganAt + 2000), billsec: '16', recording_url: recordingUrl }
    : {};
  return {
    fields: {
      call_status: 'missed',
      answered_agent: picked === undefined ? '' : agentObject(facts, picked),
      missed_agent: rungInVain.length === 0 ? '' : rungInVain.map((agent) => agentObject(facts, agent)),
      outbound_sec: '0',
      call_connected: picked === undefined ? '0' : '1',
      ...CAUSES[cause],
      ...noise,
    },
    says: [
      ...rungInVain.map(inVain),
      {
        kind: 'reports',
        agent: picked ?? null,
        result: 'failed',
        cause,
        talkSeconds: null,
        recording: false,
        ...stampsOf(facts),
      },
    ],
  };
}
