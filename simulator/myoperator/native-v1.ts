import type { Ring, Script } from '../day/script.ts';
import type { CallFacts } from '../telling/call-facts.ts';
import type { Fields, Message, Report, Says, Value } from '../telling/message.ts';
import { bare } from '../telling/numbers.ts';
import { clock, naiveUtc } from '../telling/stamps.ts';

/** JSON, or the one form field that holds it: old hooks keep running (vendors.md 3.3). */
const wrapped = (fields: Fields, asForm: boolean): Pick<Message, 'fields' | 'encoding'> =>
  asForm ? { fields: { myoperator: JSON.stringify(fields) }, encoding: 'form' } : { fields, encoding: 'json' };

/** One push for each state, all with the call's `uid`; stamps are UTC and do not say so. */
export function inCall(facts: CallFacts): readonly Message[] {
  const { call, script, callId, beganAt, reference, counsellor, has, random } = facts;
  const asForm = random.chance(0.4);
  const push = (at: number, agent: string, state: string, says: Says): Message => {
    const fields: Fields = {
      id: `${callId}-${state}-${Math.round(at)}`,
      uid: callId,
      reference_id: '',
      company_id: '5cd40f65xxxxxxxx',
      clid_raw: `91${bare(call.student.number)}`,
      clid: bare(call.student.number),
      rdnis: 'unknown',
      call_state: state,
      event: script.direction === 'inbound' ? '1' : '2',
      status: null,
      users: random.pick<Value>([[`91${bare(counsellor(agent).phone)}`], `91${bare(counsellor(agent).phone)}`]),
      created: naiveUtc(beganAt + at * 1000),
      call_time: naiveUtc(beganAt),
      public_ivr_id: '',
      client_ref_id: reference ?? '',
      job_id: '',
    };
    return { at, endpoint: 'in-call', ...wrapped(fields, asForm), says: [says], named: true };
  };
  const rings = script.rings.map(({ agent, from }) => push(from, agent, '3', { kind: 'rings', agent }));
  const answers = has('unanswered_end')
    ? []
    : script.talks.map(({ agent, from }) => push(from, agent, '5', { kind: 'answers', agent }));
  return [...rings, ...answers].toSorted((a, b) => a.at - b.at);
}

const NUMBERS: Readonly<Record<'answered' | 'missed' | 'voicemail', number>> = { answered: 1, missed: 2, voicemail: 3 };

/** How the log says a call ended: a hang-up in the menu is "answered" at times, with no leg (vendors.md 6, 5). */
export function statusOf({ script, has }: CallFacts): keyof typeof NUMBERS {
  if (script.talks.length > 0 || (script.rings.length === 0 && has('greeting_as_answered'))) return 'answered';
  return script.outcome === 'voicemail' ? 'voicemail' : 'missed';
}

/** The log entry of a call that is over: a leg for each ring. */
export function afterCall(facts: CallFacts): readonly Message[] {
  const { call, script, callId, beganAt, reference, counsellor, recordingUrl, has, random } = facts;
  const epoch = Math.floor(beganAt / 1000);
  const status = statusOf(facts);
  const odd = has('odd_stamps');
  const greets = has('missed_with_talk');
  const withFile = status === 'answered' ? script.talks.length > 0 : status === 'voicemail' || greets;
  const file = recordingUrl.replace(/^.*\//, '');
  const legs = script.rings.map((ring): Value => {
    const { ref, name, phone, userId } = counsellor(ring.agent);
    const talk = script.talks.find(({ agent }) => agent === ring.agent);
    const picked = talk !== undefined || isPicked(facts.script, call.kind, ring);
    return {
      _rst: naiveUtc(beganAt + ring.from * 1000),
      _ds: picked ? 'ANSWER' : 'NOANSWER',
      _did: bare(call.did.number),
      _rr: [{ _id: userId, _na: name, _em: `${ref}@desk.test`, _ex: '10', _ct: bare(phone), _nr: phone }],
      _tt: [],
      _su: picked ? '1' : '2',
      _st: epoch + ring.to,
      _et: epoch + (talk?.to ?? ring.to),
      _dr: clock(talk === undefined ? 0 : talk.to - talk.from),
      _ac: picked ? 'received' : 'missed',
    };
  });
  const fields: Fields = {
    _ai: `${callId}-log`,
    _so: '1',
    _ci: '5cd40f65xxxxxxxx',
    _cr: bare(call.student.number),
    _cl: call.student.number,
    _cm: '',
    _cy: '91',
    _se: 'DL, IN',
    _ts: epoch + script.ends,
    _st: odd ? 0 : epoch,
    _ms: odd ? 0 : epoch * 1000,
    _ss: epoch % 86_400,
    _et: odd ? 0 : epoch + script.ends,
    _dr: clock(script.ends),
    _drm: script.ends / 60,
    _ty: 1,
    _ev: script.direction === 'inbound' ? 1 : 2,
    _fn: withFile ? file : '',
    _fu: withFile ? recordingUrl.replaceAll('/', '\\/') : '',
    _ns: '0',
    _su: random.pick<Value>([NUMBERS[status], String(NUMBERS[status])]),
    _dn: 'sales',
    _di: '5cd40f65wwwwwwww',
    _pm: [
      { ky: 'is', vl: '0' },
      { ky: 'ui', vl: callId },
    ],
    _cn: [],
    _ld: legs,
    _an: 0,
    _us: [],
    _tc: script.talks.map(({ agent, from, to }) => ({ ye: counsellor(agent).userId, yf: to - from })),
    _ri: '',
    _ji: '',
    _ivid: '',
    _cri: reference ?? '',
  };
  return [
    {
      at: script.ends,
      endpoint: 'after-call',
      ...wrapped(fields, random.chance(0.5)),
      says: reportsOf(facts, { legEnds: !odd, startTold: !odd }),
      named: true,
    },
  ];
}

/** Whoever dialled has picked up their own phone, unless it was they who did not. */
const isPicked = ({ outcome, rings }: Script, kind: string, ring: Ring): boolean =>
  kind !== 'inbound' && outcome !== 'agent_no_answer' && rings[0] === ring;

interface Stamps {
  /** Each leg tells its own end, else all tell the call's. */
  readonly legEnds: boolean;
  readonly startTold: boolean;
}

/** What legs and status come to: each leg its own report, in their order; of a call without legs one for the whole. */
export function reportsOf(facts: CallFacts, { legEnds, startTold }: Stamps): readonly Says[] {
  const { script } = facts;
  const status = statusOf(facts);
  const blank = {
    kind: 'reports',
    result: 'failed',
    cause: 'no_answer',
    talkSeconds: null,
    recording: false,
    startTold,
  } as const;
  const legs = script.rings.map(({ agent, to }): Report => {
    const talk = script.talks.find((one) => one.agent === agent);
    const endsAt = legEnds ? (talk?.to ?? to) : startTold ? script.ends : null;
    if (talk === undefined) return { ...blank, agent, endsAt };
    return {
      ...blank,
      agent,
      result: 'answered',
      cause: null,
      talkSeconds: talk.to - talk.from,
      recording: true,
      endsAt,
    };
  });
  const whole = { ...blank, agent: null, endsAt: startTold ? script.ends : null };
  if (status === 'voicemail') return [...legs, { ...whole, cause: 'voicemail', recording: true }];
  if (legs.length === 0) return [{ ...whole, cause: null }];
  // Of a click to call the counsellor's own phone was not picked up: nobody took it.
  return script.direction !== 'inbound' && script.outcome === 'agent_no_answer' ? [...legs, whole] : legs;
}
