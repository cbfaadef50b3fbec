import {
  addEntries,
  addPhones,
  giveOwners,
  insertImported,
  updateImported,
  type ImportedEntry,
} from '../../db/lead-import-write.ts';
import { findLeads } from '../../db/lead-list.ts';
import { noteEvents } from '../../db/outbox.ts';
import type { Tx } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId, EpochMs, LeadId } from '../../domain/ids.ts';
import { changesOf } from '../../domain/leads/changes.ts';
import type { RowPlan } from '../../domain/leads/import-plan.ts';

type Creating = Extract<RowPlan, { action: 'create' }>;
type Updating = Extract<RowPlan, { action: 'update' }>;

/** Makes the leads of a batch in a handful of statements, however many they are. */
export async function writeCreated(
  tx: Tx,
  { instituteId, counsellorId: byId }: Viewer,
  { plans, idOf, now }: { plans: readonly Creating[]; idOf: ReadonlyMap<string, LeadId>; now: EpochMs },
): Promise<void> {
  const made = plans.flatMap((plan) => {
    const leadId = idOf.get(plan.row.phone);
    return leadId === undefined ? [] : [{ ...plan, leadId }];
  });
  if (made.length === 0) return;
  const details = made.map(({ leadId, row }) => ({
    leadId,
    name: row.name ?? '',
    email: row.email,
    stage: row.stage ?? 'New',
  }));
  await insertImported(tx, instituteId, details, now);
  const phones = made.flatMap(({ leadId, row: { phone, alternate } }) => [
    { leadId, numberKey: phone, kind: 'primary' as const, position: 0 },
    ...(alternate === null ? [] : [{ leadId, numberKey: alternate, kind: 'alternate' as const, position: 1 }]),
  ]);
  await addPhones(tx, instituteId, phones);
  await noteEvents(tx, { instituteId, events: made.map(({ leadId }) => ({ type: 'lead.created', leadId })), now });
  const owned = made.flatMap(({ leadId, owner }) => (owner === null ? [] : [{ leadId, ownerId: owner }]));
  await giveOwners(tx, instituteId, owned);
  await tell(
    tx,
    { instituteId, byId, at: now },
    owned.map(({ leadId, ownerId }) => assignment(leadId, ownerId, [])),
  );
}

/** On the timelines, and to webhooks whose the leads are. */
async function tell(tx: Tx, by: Parameters<typeof addEntries>[1], entries: readonly ImportedEntry[]): Promise<void> {
  await addEntries(tx, by, entries);
  const events = entries.flatMap((entry) =>
    entry.type === 'assignment' ? [{ type: 'lead.assigned', leadId: entry.leadId, data: entry.data } as const] : [],
  );
  await noteEvents(tx, { instituteId: by.instituteId, events, now: by.at });
}

const assignment = (leadId: LeadId, owner: CounsellorId, previous: readonly CounsellorId[]): ImportedEntry => ({
  leadId,
  type: 'assignment',
  data: { owners: [owner], previous, reason: 'manual' },
});

/** Changes locked leads as their rows say, and tells it on their timelines. */
export async function writeUpdated(
  tx: Tx,
  { instituteId, counsellorId: byId }: Viewer,
  { plans, now }: { plans: readonly Updating[]; now: EpochMs },
): Promise<void> {
  if (plans.length === 0) return;
  const leads = new Map(
    (
      await findLeads(
        tx,
        instituteId,
        plans.map(({ leadId }) => leadId),
      )
    ).map((lead) => [lead.id, lead]),
  );
  const changed = plans.flatMap(({ leadId, edit, row }) => {
    const lead = leads.get(leadId);
    // The plan's owner is one of our users: `planRow` took it from there.
    return lead === undefined ? [] : [{ leadId, edit, row, lead, owner: edit.owners?.[0] as CounsellorId | undefined }];
  });
  const details = changed.map(({ leadId, edit, lead }) => ({
    leadId,
    name: edit.name ?? lead.name,
    email: edit.email ?? lead.email,
    stage: edit.stage ?? lead.stage,
  }));
  await updateImported(tx, instituteId, details, now);
  const phones = changed.flatMap(({ leadId, edit, lead, row: { alternate } }) =>
    edit.phones === undefined || alternate === null
      ? []
      : [{ leadId, numberKey: alternate, kind: 'alternate' as const, position: 1000 + lead.phones.length }],
  );
  await addPhones(tx, instituteId, phones);
  await giveOwners(
    tx,
    instituteId,
    changed.flatMap(({ leadId, owner }) => (owner === undefined ? [] : [{ leadId, ownerId: owner }])),
  );
  const entries = changed.flatMap(({ leadId, lead, edit, owner }): ImportedEntry[] => {
    const { fields, stage, owners } = changesOf(lead, edit);
    return [
      ...(fields.length > 0 ? [{ leadId, type: 'edit', data: { fields } } as const] : []),
      ...(stage === null ? [] : [{ leadId, type: 'stage', data: stage } as const]),
      ...(owners && owner !== undefined
        ? [
            assignment(
              leadId,
              owner,
              lead.owners.map(({ id }) => id),
            ),
          ]
        : []),
    ];
  });
  await tell(tx, { instituteId, byId, at: now }, entries);
}
