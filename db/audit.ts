import { sql } from 'slonik';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import type { Changes } from '../domain/settings/merge.ts';
import { noRows } from './columns.ts';
import type { Tx } from './pool.ts';

export interface AuditEntry {
  readonly instituteId: InstituteId;
  /** Null: the product itself, as when the demo is set up. */
  readonly byId: CounsellorId | null;
  /** What was done: "telephony.change", "telephony.rotate", "numbers.change", "counsellor.add". */
  readonly action: string;
  /** To what: a vendor's slug, a counsellor's id, "institute". */
  readonly target: string;
  /** In the API's own field names; secrets as "changed". */
  readonly changes: { readonly before: Changes['before'] | null; readonly after: Changes['after'] };
}

/** Writes down who changed what; part of the transaction that makes the change. */
export const recordAudit = async (
  tx: Tx,
  { instituteId, byId, action, target, changes }: AuditEntry,
): Promise<void> => {
  await tx.query(sql.type(noRows)`
    insert into audit (institute_id, by_id, action, target, before, after)
    values (${instituteId}, ${byId}, ${action}, ${target},
      ${changes.before === null ? null : JSON.stringify(changes.before)}::jsonb, ${JSON.stringify(changes.after)}::jsonb)
  `);
};
