import { openAdvancing, type Advancing } from '../../calls/advance.ts';
import {
  counsellorNames,
  factsWithRequests,
  popupsOfCall,
  requestsOfCall,
  type StoryFact,
} from '../../db/call-story.ts';
import type { LockedCall } from '../../db/calls.ts';
import { visibleCall } from '../../db/calls-read.ts';
import { callsOfRun, type GoLiveRun } from '../../db/go-live.ts';
import { findLeadsByNumber } from '../../db/leads.ts';
import { activeCounsellors } from '../../db/missed.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { asOfOneMoment } from '../../db/report-check.ts';
import { shownText } from '../../domain/access/masking.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { Fact } from '../../domain/call/facts.ts';
import { plan, type Plan } from '../../domain/call/plan.ts';
import type { Evidence, Heard, TestCall } from '../../domain/go-live/evidence.ts';
import type { CounsellorId, EpochMs } from '../../domain/ids.ts';
import { route } from '../../domain/routing/route.ts';
import { callText } from '../presenters/timeline.ts';
import { readSetUp } from './read-set-up.ts';

/** A check is of a few calls; of more the newest are looked at. */
const MOST_CALLS = 12;

/** Everything that the checks of a run look at, as of one moment. */
export async function readEvidence(db: Pool, viewer: Viewer, run: GoLiveRun, now: EpochMs): Promise<Evidence> {
  return await db.transaction(async (tx) => {
    await asOfOneMoment(tx);
    const setUp = await readSetUp(tx, viewer, run, now);
    const found = await callsOfRun(tx, viewer.instituteId, run, MOST_CALLS);
    const calls: TestCall[] = [];
    let logMs = 0;
    for (const call of found) {
      const began = performance.now();
      const log = await readLog(tx, viewer, call);
      if (calls.length === 0) logMs = Math.round(performance.now() - began);
      calls.push(await readTestCall(tx, viewer, { call, log, now }));
    }
    return { mode: run.mode, setUp, calls, logMs };
  });
}

/** How a call is found again, by whoever may see all of them. */
async function readLog(
  tx: Tx,
  { instituteId, counsellorId, teamId }: Viewer,
  { id }: LockedCall,
): Promise<TestCall['log']> {
  const shown = await visibleCall(tx, { instituteId, counsellorId, teamId, scope: 'all' }, id);
  const requests = await requestsOfCall(tx, instituteId, id);
  return { shown: shown !== null, requests: requests.length };
}

interface Reading {
  readonly call: LockedCall;
  readonly log: TestCall['log'];
  readonly now: EpochMs;
}

async function readTestCall(tx: Tx, viewer: Viewer, { call, log, now }: Reading): Promise<TestCall> {
  const { instituteId } = viewer;
  const advancing = await openAdvancing(tx, { instituteId, call, now });
  const { facts, policy, context } = advancing;
  // As it would be if it were no test: the same rules, the same facts.
  const planned = plan(facts, { ...call, isTest: false }, policy, now);
  const told = await factsWithRequests(tx, instituteId, call.id);
  const popups = await popupsOfCall(tx, instituteId, call.id);
  const { lead, owners } = await leadOf(tx, advancing, planned);
  const missedBy = await missersOf(tx, viewer, planned, owners);
  const asked = told.find(({ fact }) => fact.kind === 'routing_asked');
  const named = asked?.fact.kind === 'routing_asked' ? route(asked.fact.snapshot) : [];
  const names = await counsellorNames(tx, instituteId, [
    ...new Set([
      ...planned.rung,
      ...planned.talkers,
      ...planned.contributions.flatMap(({ counsellorId }) => counsellorId ?? []),
      ...popups.map(({ counsellorId }) => counsellorId),
      ...named,
      ...(missedBy ?? []),
      ...(planned.record.counsellorId === null ? [] : [planned.record.counsellorId]),
    ]),
  ]);
  const nameOf = (id: CounsellorId | null): string | null => (id === null ? null : (names.get(id) ?? 'somebody'));
  const { record } = planned;
  const counsellor = nameOf(record.counsellorId);
  const reports = facts.filter((fact) => fact.kind === 'ended');
  return {
    id: call.id,
    direction: call.direction,
    ended: record.state === 'ended',
    outcome: record.outcome,
    startedAt: record.startedAt,
    reconciled: record.source === 'reconciled',
    counsellor,
    vendorCallId: shownText(call.vendorCallId, call.numberKey, viewer),
    did:
      call.didKey === null
        ? null
        : { number: call.didKey, campaign: context.did?.campaign ?? null, known: context.did !== null },
    startTold: reports.some(({ startedAt }) => startedAt !== null),
    endTold: reports.some(({ endedAt }) => endedAt !== null),
    talkSeconds: record.talkSeconds,
    hasRecording: record.recordingUrl !== null,
    question: asked === undefined ? null : { ...heard(asked), named: named.map((id) => nameOf(id) ?? '') },
    ring: ringOf(told, nameOf),
    report: first(told, (fact) => fact.kind === 'ended'),
    click: first(told, (fact) => fact.kind === 'dial_requested'),
    taken: first(told, (fact) => fact.kind === 'dial_accepted'),
    failure: record.reason?.text ?? null,
    cards: popups.map(({ counsellorId, openedAt, actedAt, state, factSeq }) => ({
      counsellor: nameOf(counsellorId) ?? '',
      at: openedAt,
      afterMs: Math.max(0, openedAt - (facts.find(({ seq }) => seq === factSeq)?.receivedAt ?? openedAt)),
      used: actedAt !== null || state === 'dismissed',
    })),
    wouldCount: planned.contributions.map((row) => ({
      counsellor: nameOf(row.counsellorId),
      success: row.success === 1,
      missed: row.missed === 1,
      talkSeconds: row.talkSeconds,
    })),
    wouldMiss: missedBy === null ? null : missedBy.map((id) => nameOf(id) ?? ''),
    wouldHaveLead: lead,
    entry: callText({
      ...record,
      direction: call.direction,
      counsellor,
      rung: [...new Set(planned.rung)].map((id) => nameOf(id) ?? ''),
    }),
    log,
  };
}

const heard = ({ fact, requestId }: StoryFact): Heard => ({ at: fact.receivedAt, requestId });

function first(told: readonly StoryFact[], isIt: (fact: Fact) => boolean): Heard | null {
  const found = told.find(({ fact }) => isIt(fact));
  return found === undefined ? null : heard(found);
}

/** Who was rung first of those we know, else that somebody was whom we do not know. */
function ringOf(told: readonly StoryFact[], nameOf: (id: CounsellorId | null) => string | null): TestCall['ring'] {
  const rings = told.flatMap(({ fact, requestId }) => (fact.kind === 'offered' ? [{ fact, requestId }] : []));
  const ring = rings.find(({ fact }) => fact.agent.counsellorId !== null) ?? rings[0];
  if (ring === undefined) return null;
  return { ...heard(ring), counsellor: nameOf(ring.fact.agent.counsellorId), stale: ring.fact.stale };
}

/** Whose student it would be, by the rules that decide it (calls/advance/lead). */
async function leadOf(
  tx: Tx,
  { instituteId, call, context, settings, policy }: Advancing,
  planned: Plan,
): Promise<{ readonly lead: TestCall['wouldHaveLead']; readonly owners: readonly CounsellorId[] }> {
  const { matchAlternateMobile: includeAlternates } = settings.inbound;
  const numberKey = call.numberKey ?? '';
  const [match] = await findLeadsByNumber(tx, { instituteId, numberKey, includeAlternates });
  if (match) return { lead: 'theirs', owners: match.owners.map(({ id }) => id) };
  const owners: readonly CounsellorId[] = [];
  if (call.blocked) return { lead: 'blocked', owners };
  if (context.neverLead) return { lead: 'own_number', owners };
  if (planned.createsLead) return { lead: 'made', owners };
  return { lead: policy.createOn === 'never' ? 'never' : 'not_yet', owners };
}

/** Whose missed call it would be (calls/advance/missed); nobody's is the shared queue's. */
async function missersOf(
  tx: Tx,
  { instituteId }: Viewer,
  { missedBy }: Plan,
  owners: readonly CounsellorId[],
): Promise<readonly CounsellorId[] | null> {
  if (missedBy === null) return null;
  const candidates = [...new Set([...missedBy, ...owners])];
  return candidates.length === 0 ? [] : await activeCounsellors(tx, instituteId, candidates);
}
