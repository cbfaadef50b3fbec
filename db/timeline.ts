import { sql } from 'slonik';
import type { AssignmentReason } from '../domain/call/facts.ts';
import type { CallId, CounsellorId, EpochMs, InstituteId, LeadId, NoteId } from '../domain/ids.ts';
import type { EditedField } from '../domain/leads/changes.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

/** What an entry says beyond its references: ids, words and names of fields, never a number. */
export type TimelineContent =
  | { readonly type: 'call'; readonly callId: CallId }
  | { readonly type: 'note'; readonly noteId: NoteId; readonly callId?: CallId | null }
  | {
      readonly type: 'assignment';
      readonly data: {
        readonly owners: readonly CounsellorId[];
        readonly previous: readonly CounsellorId[];
        readonly reason: AssignmentReason | 'manual' | 'merged';
      };
      readonly callId?: CallId | null;
    }
  | {
      readonly type: 'stage';
      readonly data: { readonly from: string; readonly to: string };
      readonly callId?: CallId | null;
    }
  | {
      readonly type: 'edit';
      readonly data: { readonly fields: readonly EditedField[] };
      readonly callId?: CallId | null;
    }
  /** An application was made or changed: the form's name, and how it stands now. */
  | { readonly type: 'edit'; readonly data: { readonly application: string; readonly status: string } }
  | {
      readonly type: 'merge';
      /** `took`: the other lead became part of this one; `joined`: this one became part of the other. */
      readonly data: { readonly mergedLeadId: LeadId; readonly direction: 'took' | 'joined' };
    };

export type TimelineEntry = TimelineContent & {
  readonly instituteId: InstituteId;
  readonly leadId: LeadId;
  readonly at: EpochMs;
  /** Who did it; absent or null when a rule did. */
  readonly byId?: CounsellorId | null;
};

/**
 * Puts an entry on a lead's timeline. A call has one entry: a second one moves the first to this lead and time
 * (a re-linked or corrected call), and writes nothing when it stands there already. One that stands on a lead which
 * was merged into this one stays there: that timeline is kept as it was, and is read with the primary's.
 */
export async function addTimeline(tx: Tx, entry: TimelineEntry): Promise<void> {
  const { instituteId, leadId, at, type, byId = null } = entry;
  const callId = 'callId' in entry ? (entry.callId ?? null) : null;
  const noteId = entry.type === 'note' ? entry.noteId : null;
  const data = 'data' in entry ? entry.data : {};
  await tx.query(sql.type(noRows)`
    insert into timeline (institute_id, lead_id, at, type, call_id, note_id, by_id, data)
    values (${instituteId}, ${leadId}, ${sql.timestamp(new Date(at))}, ${type}, ${callId}, ${noteId}, ${byId}, ${sql.jsonb(data)})
    on conflict (institute_id, call_id) where type = 'call' do update
    set at = excluded.at,
      lead_id = case
        when exists (
          select from lead l
          where l.institute_id = excluded.institute_id and l.id = timeline.lead_id and l.merged_into = excluded.lead_id
        ) then timeline.lead_id
        else excluded.lead_id
      end
    where (timeline.lead_id, timeline.at) is distinct from (excluded.lead_id, excluded.at)
  `);
}

/** Takes a call off the timeline: it has no lead any more, or became part of another call. */
export async function removeCallFromTimeline(
  tx: Tx,
  { instituteId, callId }: { instituteId: InstituteId; callId: CallId },
): Promise<void> {
  await tx.query(sql.type(noRows)`
    delete from timeline where institute_id = ${instituteId} and call_id = ${callId} and type = 'call'
  `);
}
