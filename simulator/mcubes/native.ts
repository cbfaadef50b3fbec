import type { CallFacts } from '../telling/call-facts.ts';
import type { Dialect } from '../telling/dialect.ts';
import { classic } from '../classic/speak.ts';
import { isOk, ownAddress, readClassicAnswer, twice } from '../telling/hook-parts.ts';
import type { Fields, Message, Report, Says } from '../telling/message.ts';
import { bare, spelled } from '../telling/numbers.ts';
import { clock, indian } from '../telling/stamps.ts';

/** The same keys while it rings and when it is over, in one of three spellings (vendors.md 5.2). */
type Spelling = 'new' | 'form' | 'capitals';

interface Push {
  readonly agent: string | null;
  readonly status: string;
  readonly ends: number | null;
  readonly talkSeconds: number | null;
  readonly recording: string;
}

function fieldsOf(facts: CallFacts, spelling: Spelling, { agent, status, ends, talkSeconds, recording }: Push): Fields {
  const { call, script, callId, beganAt, reference, counsellor, has, random } = facts;
  const write = has('mixed_formats') ? (number: string) => spelled(random, number) : bare;
  const outbound = script.direction !== 'inbound';
  const [student, line, did] = [
    write(call.student.number),
    agent === null ? '' : write(counsellor(agent).phone),
    bare(call.did.number),
  ];
  const start = has('odd_stamps') ? '0000-00-00 00:00:00' : indian(beganAt);
  const end = ends === null ? '' : indian(beganAt + ends * 1000);
  const direction = outbound ? 'outbound' : 'inbound';
  const refid = has('late_ids') ? null : reference;
  switch (spelling) {
    case 'new':
      return {
        starttime: start,
        callid: callId,
        emp_phone: line,
        clicktocalldid: did,
        callto: student,
        dialstatus: status,
        filename: recording,
        direction,
        endtime: end,
        disconnectedby: ends === null ? '' : 'Customer',
        answeredtime: talkSeconds === null ? '' : clock(talkSeconds),
        groupname: 'Sales',
        agentname: agent === null ? '' : counsellor(agent).name,
        refid,
      };
    case 'form':
      return {
        data: {
          callid: callId,
          empnumber: line,
          customer: student,
          did,
          status,
          callType: direction,
          start_time: start,
          end_time: end,
          recordingUrl: recording,
          duration: talkSeconds === null ? '' : random.pick([String(talkSeconds), clock(talkSeconds)]),
          refid,
        },
      };
    default:
      return {
        CallSessionId: callId,
        StartTime: start,
        EndTime: end,
        CallDuration: talkSeconds === null ? '' : clock(talkSeconds),
        SourceNumber: outbound ? line : student,
        DestinationNumber: outbound ? student : line,
        DisplayNumber: did,
        Status: status,
        ResourceURL: recording,
        Direction: direction,
        RefId: refid,
      };
  }
}

const ENCODINGS: Readonly<Record<Spelling, readonly [Message['encoding'], ...Message['encoding'][]]>> = {
  new: ['json', 'query'],
  form: ['form'],
  capitals: ['json'],
};

function messages(facts: CallFacts): readonly Message[] {
  const { call, script, recordingUrl, has, random } = facts;
  if (script.rings.length === 0 && has('silent_greeting')) return [];
  const spelling = random.pick<Spelling>(['new', 'new', 'form', 'capitals']);
  const push = (at: number, said: Push, says: readonly Says[]): Message => ({
    at,
    endpoint: 'push',
    encoding: random.pick(ENCODINGS[spelling]),
    fields: fieldsOf(facts, spelling, said),
    says,
    named: true,
  });
  const onCall = { ends: null, talkSeconds: null, recording: random.pick(['None', '']) };
  const rings = script.rings.map(({ agent, from }) =>
    push(from, { ...onCall, agent, status: random.pick(['CONNECTING', 'RINGING', 'ASSIGNED', 'Originate']) }, [
      { kind: 'rings', agent },
    ]),
  );
  const answers =
    has('unanswered_end') || random.chance(0.5)
      ? []
      : script.talks.map(({ agent, from }) =>
          push(from, { ...onCall, agent, status: 'CONNECTED' }, [{ kind: 'answers', agent }]),
        );
  const greets = call.kind === 'inbound' && script.talks.length === 0 && has('missed_with_talk');
  const said = pushOf(facts);
  const end = over(facts, greets ? { ...said, recording: recordingUrl } : said, push);
  return [...rings, ...answers, ...(has('repeat_hangup') ? twice(end) : [end])].toSorted((a, b) => a.at - b.at);
}

/** What the hang-up says: who talked last and how long everybody did, else whom it failed at. */
function pushOf(facts: CallFacts): Push {
  const { script, recordingUrl, random, call } = facts;
  const last = script.talks.at(-1);
  if (last !== undefined) {
    const talkSeconds = script.talks.reduce((sum, { from, to }) => sum + to - from, 0);
    return {
      agent: last.agent,
      status: random.pick(['ANSWER', 'Call Complete']),
      ends: script.ends,
      talkSeconds,
      recording: recordingUrl,
    };
  }
  const failed = { ends: script.ends, talkSeconds: null, recording: 'None', agent: script.rings.at(-1)?.agent ?? null };
  switch (script.outcome) {
    case 'busy':
      return { ...failed, status: random.pick(['Customer Busy', 'BUSY']) };
    case 'cancelled':
      return { ...failed, status: 'CANCEL' };
    case 'agent_no_answer':
      return { ...failed, status: 'Executive Busy' };
    default:
      return {
        ...failed,
        status: call.kind === 'inbound' ? random.pick(['NoAnswer', 'Missed', 'CANCEL']) : 'NoAnswer',
      };
  }
}

function over(
  { script, has }: CallFacts,
  said: Push,
  push: (at: number, said: Push, says: readonly Says[]) => Message,
): Message {
  const isAnswered = script.talks.length > 0;
  const causes: Readonly<Record<string, Report['cause']>> = {
    CANCEL: 'cancelled',
    'Customer Busy': 'busy',
    BUSY: 'busy',
  };
  return push(script.ends, said, [
    {
      kind: 'reports',
      // Of a counsellor whose own phone was busy nobody took the call.
      agent: said.status === 'Executive Busy' ? null : said.agent,
      result: isAnswered ? 'answered' : 'failed',
      cause: isAnswered ? null : (causes[said.status] ?? 'no_answer'),
      talkSeconds: said.talkSeconds,
      recording: isAnswered,
      endsAt: script.ends,
      startTold: !has('odd_stamps'),
    },
  ]);
}

/** MCube's own: one push for everything (vendors.md 5.2); whom to ring it asks classically. */
export const mcube: Dialect = {
  question: classic('token').question,
  readAnswer: readClassicAnswer,
  messages,
  address: ownAddress,
  isTaken: isOk,
};
