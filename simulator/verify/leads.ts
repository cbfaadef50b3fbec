import type { World } from '../day/world.ts';
import type { Student, Vendor } from '../day/planned.ts';
import type { ShownLead } from '../product/shapes.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import type { Difference, Verified } from './difference.ts';

type Traits = Readonly<Record<Vendor, VendorTraits>>;

const UNANSWERED = new Set(['missed', 'abandoned', 'voicemail']);

/** How a student's lead stands after their calls; null: there is none. */
interface Standing {
  readonly owners: readonly string[];
}

/** Follows a student's calls in their order by product 1.5 and 3. `ownersAfter`: whose the lead was once each call had settled. */
export function follow(
  student: Student,
  calls: readonly Verified[],
  traits: Traits,
): { readonly lead: Standing | null; readonly ownersAfter: ReadonlyMap<Verified, readonly string[]> } {
  let lead: Standing | null = student.lead === null ? null : { owners: student.lead.owners };
  const ownersAfter = new Map<Verified, readonly string[]>();
  for (const one of calls) {
    const own = traits[one.entry.call.vendor];
    if (lead === null && createsLead(one, own)) lead = { owners: [] };
    if (lead !== null) lead = { owners: ownersBy(one, own, lead.owners) };
    ownersAfter.set(one, lead?.owners ?? []);
  }
  return { lead, ownersAfter };
}

function createsLead({ entry, expected }: Verified, { createOn }: VendorTraits): boolean {
  // Made when somebody answers, it stays, though nobody told how that call ended.
  const isAnswered = expected.outcome === 'answered' || expected.pickedUp;
  // Dialled at the vendor: only when somebody was reached (product 4).
  return entry.script.direction !== 'inbound' || createOn === 'answer' ? isAnswered : true;
}

function ownersBy(
  { entry, expected }: Verified,
  { keepOwner, answeredOwner, missedOwner, sticky }: VendorTraits,
  owners: readonly string[],
): readonly string[] {
  if (entry.script.direction !== 'inbound') return owners;
  const { outcome, talkers, offers } = expected;
  if (owners.length > 0) {
    if (outcome !== 'answered' || keepOwner) return owners;
    const saver = talkers.find(
      ({ agent }) => entry.saved.some((one) => one.agent === agent) && !owners.includes(agent),
    );
    return saver === undefined ? owners : [saver.agent];
  }
  if (outcome === 'answered')
    return one({ answerer: talkers[0]?.agent, sticky: sticky[0], none: undefined }[answeredOwner]);
  if (UNANSWERED.has(outcome))
    return one({ last_rung: offers.at(-1)?.agent, sticky: sticky[0], none: undefined }[missedOwner]);
  return owners;
}

const one = (owner: string | undefined): readonly string[] => (owner === undefined ? [] : [owner]);

/** Holds every lead against what the student's calls make of it. */
export function checkLeads(
  verified: readonly Verified[],
  {
    world,
    leads,
    traits,
    refs,
  }: { world: World; leads: readonly ShownLead[]; traits: Traits; refs: ReadonlyMap<string, string> },
): readonly Difference[] {
  const byNumber = Map.groupBy(
    leads.flatMap((lead) => lead.phones.map(({ number }) => ({ number, lead }))),
    ({ number }) => number,
  );
  const calls = Map.groupBy(verified, ({ entry }) => entry.call.student.ref);
  return world.students.flatMap((student) => {
    const own = calls.get(student.ref) ?? [];
    // In which of its steps it was seen first decides whose a lead is: of a busy product nobody can tell.
    if (own.some(({ entry }) => entry.putOffs > 0)) return [];
    const found = byNumber.get(student.number) ?? [];
    const { lead } = follow(student, own, traits);
    const last = own.at(-1)?.entry.call.number ?? null;
    const differences: Difference[] = [];
    const hold = (what: string, expected: unknown, shown: unknown): void => {
      if (expected !== shown)
        differences.push({
          call: last,
          what: `lead of ${student.ref}: ${what}`,
          expected: String(expected),
          shown: String(shown),
        });
    };
    hold('how many', lead === null ? 0 : 1, found.length);
    const [is] = found;
    if (lead === null || is === undefined) return differences;
    hold('owners', lead.owners.join(' '), is.lead.owners.map(({ id }) => refs.get(id) ?? id).join(' '));
    const counted = own.filter(({ shown }) => shown.lead?.id === is.lead.id);
    hold('calls', counted.length, is.lead.callCount);
    const latest = counted
      .toSorted((a, b) => a.shown.startedAt.localeCompare(b.shown.startedAt) || a.shown.id.localeCompare(b.shown.id))
      .at(-1);
    hold('last call', latest?.expected.outcome, is.lead.lastCall?.outcome);
    if (student.lead === null) hold('origin', 'Telephony', is.lead.origin);
    for (const { entry, shown } of own.filter((call) => call.shown.lead !== null)) {
      if (shown.lead?.id !== is.lead.id)
        differences.push({
          call: entry.call.number,
          what: 'lead',
          expected: is.lead.id,
          shown: shown.lead?.id ?? 'none',
        });
    }
    return differences;
  });
}
