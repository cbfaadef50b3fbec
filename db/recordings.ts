import { sql } from 'slonik';
import { z } from 'zod';
import type { CallId, CounsellorId, InstituteId } from '../domain/ids.ts';
import { noRows } from './columns.ts';
import type { Db } from './pool.ts';

const place = z.object({ url: z.string(), vendor: z.string() });
/** Where a call's recording lies, as its vendor told. */
export type RecordingPlace = z.infer<typeof place>;

/** Null where no recording of the call is known. */
export async function findRecordingPlace(db: Db, instituteId: InstituteId, id: CallId): Promise<RecordingPlace | null> {
  return await db.maybeOne(sql.type(place)`
    select recording_url as url, vendor from call
    where institute_id = ${instituteId} and id = ${id} and recording_url is not null
  `);
}

/** A player asks for a recording piece by piece: within this time that is one listening. */
const ONE_LISTENING = sql.fragment`interval '1 hour'`;

/** Writes down in the audit who listened to a call; once an hour, however often their player asks. */
export async function noteListening(
  db: Db,
  { instituteId, callId, byId }: { instituteId: InstituteId; callId: CallId; byId: CounsellorId },
): Promise<void> {
  await db.query(sql.type(noRows)`
    insert into audit (institute_id, by_id, action, target, after)
    select ${instituteId}::integer, ${byId}::uuid, 'recording.listen', ${callId}::text, '{}'::jsonb
    where not exists (
      select from audit
      where institute_id = ${instituteId} and target = ${callId} and by_id = ${byId} and action = 'recording.listen'
        and at > now() - ${ONE_LISTENING}
    )
  `);
}
