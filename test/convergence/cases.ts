import fc from 'fast-check';
import type { NewFact } from '../../db/facts.ts';
import type { Direction } from '../../domain/call/facts.ts';
import type { LeadId } from '../../domain/ids.ts';
import { asha, at, bilal, chitra, riya } from '../build/facts.ts';
import { history } from '../build/histories.ts';
import type { Case, Ground } from './ground.ts';

/** The seed is fixed, so that a failure is the same for everybody; fast-check prints both when one fails. */
export const runs = (numRuns: number) => ({ numRuns, seed: 20_260_105 });

/** Another lead with the student's number, as names in facts: a sibling the call can be linked to. */
export const kabir = 'kabir' as LeadId;

export interface CallCase {
  readonly events: readonly NewFact[];
  readonly direction: Direction;
  readonly settings: object;
  /** Whether the vendor's records can be asked for. */
  readonly hasKey: boolean;
  /** Who owns the lead of the student's number; null: there is none yet. */
  readonly owners: readonly string[] | null;
}

/** Now and then somebody links the call to the sibling, and perhaps back. */
const withLinks = (events: readonly NewFact[]) =>
  fc.array(fc.tuple(fc.nat(events.length), fc.constantFrom(kabir, riya)), { maxLength: 2 }).map((links) => {
    const linked = [...events];
    for (const [index, leadId] of links) {
      const receivedAt = linked[Math.min(index, linked.length - 1)]?.receivedAt ?? at(0);
      linked.splice(index, 0, { kind: 'linked', leadId, byId: chitra, receivedAt, flags: [] });
    }
    return linked.toSorted((a, b) => a.receivedAt - b.receivedAt);
  });

/** A note kept on the call alone. */
const withoutLead = (event: NewFact): NewFact =>
  event.kind === 'saved' ? { ...event, what: 'note', leadId: null } : event;

const settings = fc.record({
  inbound: fc.record({
    enabled: fc.constant(true),
    ring: fc.constantFrom('sequential', 'sequential', 'simultaneous'),
    keepOwner: fc.constantFrom(false, false, true),
    addNotesInstead: fc.boolean(),
    stickyCounsellorIds: fc.constantFrom([], [chitra]),
  }),
  leads: fc.record({
    // Not `answer`: a lead made when somebody talked stays though a correction says that nobody did (product 1.5),
    // so whether there is one depends on whether we had come to make it by then.
    createOn: fc.constantFrom('ring', 'end', 'never'),
    answeredOwner: fc.constantFrom('answerer', 'answerer', 'sticky', 'none'),
    missedOwner: fc.constantFrom('none', 'last_rung', 'sticky'),
  }),
  times: fc.record({
    wrapUpSeconds: fc.constantFrom(0, 60, 600),
    callBackSeconds: fc.constantFrom(30, 300),
    amendSeconds: fc.constantFrom(60, 86_400),
  }),
});

/** A call with any events in any order, of a student with or without a lead. */
export const anyCall: fc.Arbitrary<CallCase> = fc
  .record({
    history,
    settings,
    hasKey: fc.boolean(),
    owners: fc.constantFrom(null, null, [], [asha], [asha, bilal]),
    direction: fc.constantFrom<Direction>('inbound', 'inbound', 'inbound', 'campaign', 'outbound'),
  })
  .chain(({ history: events, owners, ...rest }): fc.Arbitrary<CallCase> =>
    // Without a lead there is nothing to link or edit; and outbound calls make leads as `answer` does, see above.
    owners === null
      ? fc.constant({ ...rest, events: events.map(withoutLead), owners, direction: 'inbound' as const })
      : withLinks(events).map((linked) => ({ ...rest, events: linked, owners })),
  );

/** The institute, leads and call of a case, before anything is heard. */
export async function begin(ground: Ground, { settings: given, hasKey, owners, direction }: CallCase) {
  const it: Case = await ground.institute(given, hasKey);
  // The sibling has been quiet for longer: the number matches Riya.
  const leads: Record<string, LeadId> =
    owners === null ? {} : { [riya]: await it.lead('Riya', owners), [kabir]: await it.lead('Kabir', [], 86_400) };
  return { it, call: await it.call({ direction }), leads };
}

/** The moment the last event of a case was heard. */
export const endOf = ({ events }: CallCase) => Math.max(at(0), ...events.map((event) => event.receivedAt));
