import { sql } from 'slonik';
import { z } from 'zod';
import type { CounsellorId, EpochMs, InstituteId, LeadId, PopupId } from '../domain/ids.ts';
import { callId, counsellorId, epochMs, leadId, popupId } from './columns.ts';
import { feedKeys, type FeedKey } from './feed-read.ts';
import type { Db, Tx } from './pool.ts';
import { isTestCall } from './test-calls.ts';

export const popupRow = z.object({
  instituteId: z.number(),
  id: popupId,
  callId,
  counsellorId,
  version: z.number(),
  state: z.enum(['open', 'answered', 'closed', 'withdrawn', 'dismissed']),
  reason: z.string().nullable(),
  leadId: leadId.nullable(),
  openedAt: epochMs,
  actedAt: epochMs.nullable(),
  closedAt: epochMs.nullable(),
  direction: z.enum(['inbound', 'outbound', 'campaign']),
  number: z.string().nullable(),
  did: z.string().nullable(),
  campaign: z.string().nullable(),
  /** Of a go-live check. */
  isTest: z.boolean(),
  /** The vendor account's "Hide View Profile" and "Check Lead Existence on Alternate Mobile", where they were set. */
  addNotesInstead: z.boolean().nullable(),
  matchAlternateMobile: z.boolean().nullable(),
  /** The longest talk, the same. */
  talkSeconds: z.number().nullable(),
});
/** A pop-up with what it shows of its call. */
export type PopupRow = z.infer<typeof popupRow>;

const columns = sql.fragment`
  p.institute_id as "instituteId", p.id, p.call_id as "callId", p.counsellor_id as "counsellorId", p.version, p.state,
  p.reason, p.lead_id as "leadId", p.opened_at as "openedAt", p.acted_at as "actedAt", p.closed_at as "closedAt",
  c.direction, c.number_key as number, c.did_key as did, c.campaign, ${isTestCall} as "isTest",
  (a.settings #>> '{inbound,addNotesInstead}')::boolean as "addNotesInstead",
  (a.settings #>> '{inbound,matchAlternateMobile}')::boolean as "matchAlternateMobile",
  (a.settings #>> '{times,talkSeconds}')::integer as "talkSeconds"
`;
const joins = sql.fragment`
  join call c on c.institute_id = p.institute_id and c.id = p.call_id
  left join vendor_account a on a.institute_id = c.institute_id and a.vendor = c.vendor
`;

/** These pop-ups, each only when it is the counsellor's own. */
export async function popupsOf(
  db: Db,
  wanted: readonly (FeedKey & { readonly id: string })[],
): Promise<readonly PopupRow[]> {
  if (wanted.length === 0) return [];
  const ids = sql.unnest(
    wanted.map((each) => [each.instituteId, each.counsellorId, each.id]),
    ['int4', 'uuid', 'uuid'],
  );
  return await db.any(sql.type(popupRow)`
    select ${columns}
    from ${ids} as wanted (institute_id, counsellor_id, id)
    join popup p using (institute_id, counsellor_id, id)
    ${joins}
  `);
}

/** What stands on these counsellors' screens: their open and answered pop-ups, newest first. */
export async function showingPopups(db: Db, counsellors: readonly FeedKey[]): Promise<readonly PopupRow[]> {
  if (counsellors.length === 0) return [];
  return await db.any(sql.type(popupRow)`
    select ${columns}
    from ${feedKeys(counsellors)} as wanted (institute_id, counsellor_id)
    join popup p using (institute_id, counsellor_id)
    ${joins}
    where p.state in ('open', 'answered')
    order by p.opened_at desc, p.id desc
  `);
}

/** All pop-ups of a counsellor, the newest first, at most `limit` of them, after the last one of the page before. */
export async function listPopups(
  db: Db,
  { instituteId, counsellorId: own }: FeedKey,
  {
    after,
    limit,
  }: { readonly after: { readonly openedAt: EpochMs; readonly id: string } | null; readonly limit: number },
): Promise<readonly PopupRow[]> {
  const behind =
    after && sql.fragment`and (p.opened_at, p.id) < (${sql.timestamp(new Date(after.openedAt))}, ${after.id}::uuid)`;
  return await db.any(sql.type(popupRow)`
    select ${columns}
    from popup p
    ${joins}
    where p.institute_id = ${instituteId} and p.counsellor_id = ${own} ${behind ?? sql.fragment``}
    order by p.opened_at desc, p.id desc
    limit ${limit}
  `);
}

/** A pop-up that must be this counsellor's own. */
export interface OwnPopup {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  readonly popupId: PopupId;
}

const changed = z.object({ id: popupId });

/**
 * Takes a showing pop-up off its counsellor's screens, for ever. Null when there was nothing to take off: it is
 * another's, unknown, or gone already.
 */
export async function dismissPopup(
  tx: Tx,
  { instituteId, counsellorId: own, popupId: id }: OwnPopup,
): Promise<PopupId | null> {
  return await tx.maybeOneFirst(sql.type(changed)`
    update popup set state = 'dismissed', closed_at = now(), version = version + 1
    where institute_id = ${instituteId} and id = ${id} and counsellor_id = ${own} and state in ('open', 'answered')
    returning id
  `);
}

/** Notes that the counsellor opened the lead from this pop-up. Null when it was noted before, or is not theirs. */
export async function markActed(
  tx: Tx,
  { instituteId, counsellorId: own, popupId: id }: OwnPopup,
): Promise<PopupId | null> {
  return await tx.maybeOneFirst(sql.type(changed)`
    update popup set acted_at = now(), version = version + 1
    where institute_id = ${instituteId} and id = ${id} and counsellor_id = ${own} and acted_at is null
    returning id
  `);
}

const leadRow = z.object({ leadId: leadId.nullable() });

/** The lead an own pop-up shows, its primary when it was merged. Null: no such pop-up of this counsellor. */
export async function popupLead(
  db: Db,
  { instituteId, counsellorId: own, popupId: id }: OwnPopup,
): Promise<{ readonly leadId: LeadId | null } | null> {
  return await db.maybeOne(sql.type(leadRow)`
    with recursive chain as (
      select l.id, l.merged_into
      from popup p
      join lead l on l.institute_id = p.institute_id and l.id = p.lead_id
      where p.institute_id = ${instituteId} and p.id = ${id} and p.counsellor_id = ${own}
      union
      select l.id, l.merged_into
      from chain
      join lead l on l.institute_id = ${instituteId} and l.id = chain.merged_into
    )
    select (select chain.id from chain where chain.merged_into is null) as "leadId"
    from popup
    where institute_id = ${instituteId} and id = ${id} and counsellor_id = ${own}
  `);
}
