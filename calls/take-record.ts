import { factsOf, type NewFact } from '../db/facts.ts';
import { publish, type FeedEntry } from '../db/feed.ts';
import { readSurroundings } from '../db/placing.ts';
import type { Tx } from '../db/pool.ts';
import type { Fact, FactOf } from '../domain/call/facts.ts';
import type { Candidate } from '../domain/call/joining.ts';
import type { EpochMs, InstituteId } from '../domain/ids.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import type { CallRecord } from '../vendors/adapter.ts';
import type { DeliverableFact } from './delivery.ts';
import { addFact } from './facts.ts';
import { complete, findByRefs, join, type Placeable } from './placing.ts';
import { factOfRecord } from './record-fact.ts';

/** A record without its call's id is the call's that was heard of this near to its start. */
const NEAR_MS = 10 * 60_000;

export type RecordTaken =
  /** missing: we knew nothing of the call · completed: the record says what we had not heard */
  | { readonly result: 'missing' | 'completed'; readonly fact: DeliverableFact }
  /** It says nothing new, or is of no call that we keep. */
  | { readonly result: 'nothing' };

const NOTHING: RecordTaken = { result: 'nothing' };

/**
 * Takes in a record that a vendor listed: it makes the call that we never heard of, or adds to the one we know. No card
 * is shown for it. The caller commits and then delivers.
 */
export async function takeRecord(
  tx: Tx,
  {
    instituteId,
    vendor,
    settings,
    record,
    now,
  }: {
    instituteId: InstituteId;
    vendor: string;
    settings: TelephonySettings;
    record: CallRecord;
    now: EpochMs;
  },
): Promise<RecordTaken> {
  const placeable: Placeable = {
    instituteId,
    vendor,
    receivedAt: now,
    refs: record.callId === null ? [] : [{ kind: 'vendor_call', ref: record.callId }],
    numberKey: record.number,
    didKey: record.did?.key ?? null,
    direction: record.direction,
  };
  const feed: FeedEntry[] = [];
  const known = await findByRefs(tx, placeable, feed);
  // Without an id, a number and a start nothing tells whether we have it.
  if (known === null && (record.number === null || record.startedAt === null)) return NOTHING;
  if (known === null && !settings.inbound.enabled && (record.direction ?? 'inbound') === 'inbound') return NOTHING;

  const around = {
    instituteId,
    vendor,
    callId: null,
    agentKeys: [],
    numberKey: record.number,
    didKey: placeable.didKey,
  };
  const { blocked } = await readSurroundings(tx, around);
  const placed =
    known === null ? await join(tx, placeable, joiningOf(record), blocked, feed) : { call: known, isNew: false };
  if (placed === null) return NOTHING;
  const { call, isNew } = placed;
  const fact = await factOfRecord(tx, { instituteId, vendor, record, now });
  if (!isNew && !saysMore(fact, await factsOf(tx, instituteId, call.id))) {
    await publish(tx, instituteId, feed);
    return NOTHING;
  }
  await complete(tx, call, placeable, blocked);
  const added = await addFact(tx, { instituteId, callId: call.id, fact });
  await publish(tx, instituteId, feed);
  if (added === null) return NOTHING;
  return { result: isNew ? 'missing' : 'completed', fact: { instituteId, vendor, ...added, kind: 'record_pulled' } };
}

function joiningOf({ startedAt, direction }: CallRecord) {
  const start = startedAt ?? 0;
  const isNear = ({ facts: [first] }: Candidate): boolean =>
    first !== undefined && Math.abs(first.receivedAt - start) <= NEAR_MS;
  const isOther = (candidate: Candidate): boolean =>
    direction !== null && (direction === 'inbound') !== (candidate.direction === 'inbound');
  return {
    since: start - NEAR_MS,
    fits: (candidate: Candidate) => (isNear(candidate) && !isOther(candidate) ? 2 : null),
  };
}

type Told = FactOf<'ended'> | FactOf<'record_pulled'>;
type Record = Extract<NewFact, { kind: 'record_pulled' }>;

/** Whether a record tells how a call ended that has not, how long somebody talked, or where its recording is, for the first time. */
function saysMore({ report }: Record, facts: readonly Fact[]): boolean {
  if (report === null || report.status.result === 'unrecognised') return false;
  const told = facts.filter(
    (fact): fact is Told => fact.kind === 'ended' || (fact.kind === 'record_pulled' && fact.result === 'found'),
  );
  const reports = told.map((fact) => (fact.kind === 'ended' ? fact : fact.report)).filter((one) => one !== null);
  if (!reports.some(({ status }) => status.result !== 'unrecognised')) return true;
  const lacksTalk = report.talkSeconds !== null && reports.every(({ talkSeconds }) => talkSeconds === null);
  const lacksRecording =
    report.recordingUrl !== null &&
    reports.every(({ recordingUrl }) => recordingUrl === null) &&
    !facts.some(({ kind }) => kind === 'recording');
  return lacksTalk || lacksRecording;
}
