import type {
  Agent,
  AssignmentReason,
  Fact,
  FactKind,
  FactOf,
  LegStatus,
  Outcome,
  Report,
} from '../../domain/call/facts.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { route } from '../../domain/routing/route.ts';

/** What a step of a call's explanation is about. */
export const STEP_KINDS = [
  'request',
  'dial',
  'repeat',
  'refused',
  'popup',
  'no_popup',
  'lead',
  'assignment',
  'repair',
  'settled',
  'wrap_up',
  'merged',
  'missing',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A counsellor's name for a sentence. */
export type NameOf = (id: CounsellorId) => string;

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  answered: 'answered',
  missed: 'missed: somebody was rung, nobody talked',
  abandoned: 'abandoned: nobody was rung',
  voicemail: 'voicemail',
  busy: 'busy',
  no_answer: 'no answer',
  cancelled: 'cancelled',
  failed: 'failed',
  agent_no_answer: 'the counsellor did not pick up',
  unknown: 'unknown: the vendor told nothing we could go by',
};

const ASSIGNMENTS: Readonly<Record<AssignmentReason, string>> = {
  answered: 'the call was answered and the lead had no owner',
  missed: 'the call was missed and the lead had no owner',
  talked_and_saved: 'somebody else talked on the call and saved the lead',
  corrected: 'what the earlier change rested on was corrected',
};

const CAUSES = {
  busy: 'busy',
  no_answer: 'no answer',
  cancelled: 'cancelled',
  failed: 'failed',
  voicemail: 'voicemail',
} as const;

/** "Asha Rao, then Bilal Khan". */
export const inOrder = (ids: readonly CounsellorId[], nameOf: NameOf): string => ids.map(nameOf).join(', then ');

const agentWords = (agent: Agent | null, nameOf: NameOf): string => {
  if (agent === null) return 'nobody in particular';
  return agent.counsellorId === null ? 'an agent number that belongs to no counsellor' : nameOf(agent.counsellorId);
};

function statusWords(status: LegStatus): string {
  if (status.result === 'success') return 'answered';
  if (status.result === 'unrecognised') return 'with a status we do not know';
  return status.cause === null ? 'not connected' : `not connected (${CAUSES[status.cause]})`;
}

const reportWords = ({ agent, status, talkSeconds }: Report, nameOf: NameOf): string =>
  `${statusWords(status)}${talkSeconds === null ? '' : `, ${talkSeconds} s of talk`}, naming ${agentWords(agent, nameOf)}`;

function routingWords({ snapshot }: FactOf<'routing_asked'>, nameOf: NameOf): string {
  const named = route(snapshot);
  const answer =
    named.length === 0
      ? 'Answered: nobody. The number is blocked or unreadable, or neither an owner of the lead nor a sticky counsellor can be rung at this vendor.'
      : `Answered: ${inOrder(named, nameOf)}.`;
  return `The vendor asked whom to ring. ${answer}`;
}

function pulledWords({ result, report, alsoRung }: FactOf<'record_pulled'>, nameOf: NameOf): string {
  const asked = 'No call details had come in time, so the vendor was asked:';
  if (result === 'live') return `${asked} the call is still on.`;
  if (result === 'none') return `${asked} it knows no such call.`;
  if (result === 'unreachable' || report === null)
    return `${asked} it could not be reached, or answered with an error.`;
  const others =
    alsoRung.length === 0
      ? ''
      : `, and that it also rang ${alsoRung.map((agent) => agentWords(agent, nameOf)).join(', ')}`;
  return `${asked} its record says ${reportWords(report, nameOf)}${others}.`;
}

function assignedWords({ owners, previous, reason }: FactOf<'assigned'>, nameOf: NameOf): string {
  const from = previous.length === 0 ? '' : ` instead of ${previous.map(nameOf).join(', ')}`;
  const to =
    owners.length === 0 ? 'The lead was left without owner' : `The lead was given to ${owners.map(nameOf).join(', ')}`;
  return `${to}${from}: ${ASSIGNMENTS[reason]}.`;
}

interface Words {
  readonly kind: StepKind;
  readonly text: string;
}

/** `again`: the call had settled before. */
type Teller<K extends FactKind> = (fact: FactOf<K>, nameOf: NameOf, again: boolean) => Words;

const TELLERS: { readonly [K in FactKind]: Teller<K> } = {
  routing_asked: (fact, nameOf) => ({ kind: 'request', text: routingWords(fact, nameOf) }),
  offered: ({ agent }, nameOf) => ({ kind: 'request', text: `The vendor rings ${agentWords(agent, nameOf)}.` }),
  noticed: () => ({ kind: 'request', text: 'The vendor told of the call: nobody was rung yet.' }),
  student_rung: ({ agent }, nameOf) => ({
    kind: 'request',
    text: `The phone of ${agentWords(agent, nameOf)} was picked up; the vendor rings the student.`,
  }),
  offer_ended: ({ agent }, nameOf) => ({
    kind: 'request',
    text: `The vendor stopped ringing ${agentWords(agent, nameOf)}.`,
  }),
  answered: ({ agent }, nameOf) => ({
    kind: 'request',
    text: `The call was answered by ${agentWords(agent, nameOf)}.`,
  }),
  ended: (fact, nameOf) => ({
    kind: 'request',
    text: `The vendor sent the call details: ${reportWords(fact, nameOf)}.`,
  }),
  dial_requested: ({ counsellorId, via }, nameOf) => ({
    kind: 'dial',
    text: `${nameOf(counsellorId)} clicked to call${via === 'app' ? ' by their own phone' : ''}.`,
  }),
  dial_sent: () => ({ kind: 'dial', text: 'The vendor was asked to place the call.' }),
  dial_accepted: ({ by }) => ({
    kind: 'dial',
    text: by === 'phone' ? 'The counsellor’s phone page took the call.' : 'The vendor took the call.',
  }),
  dial_refused: ({ reason }) => ({ kind: 'dial', text: `The vendor did not take the call, and will not: ${reason}.` }),
  dial_not_taken: ({ reason }) => ({
    kind: 'dial',
    text: `The vendor certainly did not take the call this time: ${reason}.`,
  }),
  dial_unclear: ({ reason }) => ({
    kind: 'dial',
    text: `It is not known whether the vendor took the call (${reason}): it is not dialled again, and live calls and records are asked.`,
  }),
  hung_up: ({ counsellorId }, nameOf) => ({ kind: 'dial', text: `${nameOf(counsellorId)} hung up.` }),
  self_reported: ({ counsellorId, outcome, talkSeconds }, nameOf) => ({
    kind: 'dial',
    text: `${nameOf(counsellorId)} said how the call went: ${OUTCOMES[outcome]}${talkSeconds === null ? '' : `, ${talkSeconds} s of talk`}.`,
  }),
  recording: () => ({ kind: 'request', text: 'The vendor gave the address of the recording.' }),
  recording_absent: ({ result }) => ({
    kind: 'repair',
    text: `No recording had come, so the vendor was asked: ${result === 'none' ? 'it has none' : 'it could not be reached, or answered with an error'}.`,
  }),
  record_pulled: (fact, nameOf) => ({ kind: 'repair', text: pulledWords(fact, nameOf) }),
  saved: ({ counsellorId, what }, nameOf) => ({
    kind: 'lead',
    text: `${nameOf(counsellorId)} ${what === 'note' ? 'wrote a note' : 'saved the lead'} for this call.`,
  }),
  linked: ({ byId }, nameOf) => ({ kind: 'lead', text: `${nameOf(byId)} linked the call to a lead.` }),
  disposition: ({ code, counsellorId }, nameOf) => ({
    kind: 'wrap_up',
    text: `${nameOf(counsellorId)} noted how the call went: ${code}.`,
  }),
  wrap_up_closed: ({ byId }, nameOf) => ({
    kind: 'wrap_up',
    text: `${nameOf(byId)} ended the wrap-up, which nobody had finished.`,
  }),
  lead_created: () => ({ kind: 'lead', text: 'The number was new: a lead was made.' }),
  lead_matched: () => ({ kind: 'lead', text: 'The number belongs to a known lead.' }),
  settled: ({ outcome }, _, again) => ({
    kind: 'settled',
    text: `The call was settled${again ? ' anew' : ''} as ${OUTCOMES[outcome]}.`,
  }),
  assigned: (fact, nameOf) => ({ kind: 'assignment', text: assignedWords(fact, nameOf) }),
  merged: () => ({ kind: 'merged', text: 'Another call turned out to be this one, and became part of it.' }),
};

/** What a fact tells an admissions operator. `again`: the call had settled before. */
export function factWords(fact: Fact, nameOf: NameOf, again: boolean): Words {
  // The table has for each kind what takes facts of that kind; the compiler can't follow the pairing.
  const tell = TELLERS[fact.kind] as Teller<FactKind>;
  return tell(fact, nameOf, again);
}

/** Everybody a fact names. */
export function counsellorsIn(fact: Fact): readonly CounsellorId[] {
  if (fact.kind === 'routing_asked') return route(fact.snapshot);
  if (fact.kind === 'record_pulled') return [fact.report?.agent ?? null, ...fact.alsoRung].flatMap(known);
  if ('counsellorId' in fact) return [fact.counsellorId];
  if (fact.kind === 'linked' || fact.kind === 'wrap_up_closed') return [fact.byId];
  if (fact.kind === 'assigned') return [...fact.owners, ...fact.previous];
  return 'agent' in fact ? known(fact.agent) : [];
}

const known = (agent: Agent | null): readonly CounsellorId[] => (agent?.counsellorId ? [agent.counsellorId] : []);
