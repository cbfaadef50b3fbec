import fc from 'fast-check';
import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import type { NewFact } from '../../db/facts.ts';
import { mergeCalls } from '../../calls/merge.ts';
import type { Direction } from '../../domain/call/facts.ts';
import type { CallId, LeadId } from '../../domain/ids.ts';
import { accepted, click, refused, sent, unclear } from '../build/dial-facts.ts';
import { asha, bilal, riya } from '../build/facts.ts';
import { history } from '../build/histories.ts';
import { kabir } from '../convergence/cases.ts';
import { DID, type Case } from '../convergence/ground.ts';
import type { Reader, ReportFloor } from './floor.ts';

/** One call of a random past, in which it is heard of, corrected, linked or found to be another. */
interface PastCall {
  readonly direction: Direction;
  readonly events: readonly NewFact[];
  readonly hoursLater: number;
  readonly onDid: boolean;
  /** How often it is advanced while it is heard of: after every so many events. */
  readonly every: number;
  readonly linkTo: 'elder' | 'younger' | null;
}

export interface Past {
  readonly ring: 'sequential' | 'simultaneous';
  readonly hasLeads: boolean;
  readonly calls: readonly PastCall[];
  /** The last two calls turn out to be one. */
  readonly mergesCalls: boolean;
  /** The two leads turn out to be one: before the last call, or after all. */
  readonly mergesLeads: 'before' | 'after' | null;
}

/** How placing a clicked call went, before anything is heard of it. */
const placings: readonly (readonly NewFact[])[] = [
  [click(), sent(1), accepted(2)],
  [click(), sent(1), accepted(2)],
  [click(), sent(1), refused(2)],
  [click(), sent(1), unclear(2)],
];

const shifted = (events: readonly NewFact[], hours: number): readonly NewFact[] =>
  events.map((event) => ({ ...event, receivedAt: event.receivedAt + hours * 3_600_000 }));

const pastCall = fc
  .record({
    direction: fc.constantFrom<Direction>('inbound', 'inbound', 'campaign', 'outbound'),
    events: history,
    placing: fc.option(fc.constantFrom(...placings)),
    hoursLater: fc.constantFrom(0, 0, 1, 15, 24, 200),
    onDid: fc.boolean(),
    every: fc.integer({ min: 1, max: 4 }),
    linkTo: fc.constantFrom(null, null, 'elder' as const, 'younger' as const),
  })
  .map(({ placing, ...call }): PastCall => {
    const { direction, events, hoursLater } = call;
    const placed = direction === 'outbound' && placing !== null ? [...placing, ...events.map(later)] : events;
    return { ...call, events: shifted(placed, hoursLater) };
  });

/** What is heard of a clicked call comes after its placing. */
const later = (event: NewFact): NewFact => ({ ...event, receivedAt: event.receivedAt + 3000 });

export const past: fc.Arbitrary<Past> = fc.record({
  ring: fc.constantFrom('sequential', 'simultaneous'),
  hasLeads: fc.boolean(),
  calls: fc.array(pastCall, { minLength: 2, maxLength: 5 }),
  mergesCalls: fc.boolean(),
  mergesLeads: fc.constantFrom(null, 'before' as const, 'after' as const),
});

/**
 * Lets a past happen in an institute of its own: heard fact by fact, linked and merged through the API.
 */
export async function live(
  { ground, reader }: ReportFloor,
  given: Past,
): Promise<{ it: Case; admin: Reader; ids: readonly CallId[] }> {
  const { pool } = ground;
  // Nobody can be asked for records: every call closes with time alone.
  const it = await ground.institute(
    { inbound: { enabled: true, ring: given.ring }, leads: { createOn: 'ring' } },
    false,
  );
  const admin = await reader(it.id);
  const leads: Record<string, LeadId> = {
    [riya]: await it.lead('Elder', [asha], 86_400),
    [kabir]: await it.lead('Younger', [bilal]),
  };
  if (!given.hasLeads) {
    // Nobody has the number: the first call makes its lead, and only links lead to these two.
    await pool.query(sql.type(noRows)`delete from lead_phone where institute_id = ${it.id}`);
  }
  const join = async () => await admin.post(`/v1/leads/${leads[kabir]}/merge`, { into: leads[riya] });
  const ids: CallId[] = [];
  for (const [index, call] of given.calls.entries()) {
    if (given.mergesLeads === 'before' && index === given.calls.length - 1) await join();
    const firstHeardAt = call.events[0]?.receivedAt ?? 0;
    const id = await it.call({ direction: call.direction, firstHeardAt });
    ids.push(id);
    if (call.onDid)
      await pool.query(sql.type(noRows)`update call set did_key = ${DID} where institute_id = ${it.id} and id = ${id}`);
    for (const [nth, event] of call.events.entries()) {
      await it.add(id, [event], leads);
      if (nth % call.every === 0) await it.advance(id, event.receivedAt);
    }
    const end = call.events.at(-1)?.receivedAt ?? firstHeardAt;
    await it.advance(id, end);
    if (call.linkTo !== null)
      await admin.post(`/v1/calls/${id}/link`, { leadId: leads[call.linkTo === 'elder' ? riya : kabir] });
  }
  if (given.mergesLeads === 'after') await join();
  const [first, second] = ids.slice(-2);
  if (given.mergesCalls && first !== undefined && second !== undefined) {
    const callId = await pool.transaction(
      async (tx) => await mergeCalls(tx, { instituteId: it.id, callIds: [first, second], feed: [] }),
    );
    await it.advance(callId, Date.now());
  }
  return { it, admin, ids };
}
