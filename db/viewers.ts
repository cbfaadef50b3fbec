import { sql } from 'slonik';
import { z } from 'zod';
import { effectivePermissions } from '../domain/access/permissions.ts';
import type { Viewer } from '../domain/access/viewer.ts';
import type { CounsellorId, EpochMs, InstituteId } from '../domain/ids.ts';
import { counsellorId, epochMs } from './columns.ts';
import { grants, roleGrantsColumn, userGrantsColumn } from './permissions.ts';
import type { Db } from './pool.ts';

const viewerRow = z.object({
  instituteId: z.number(),
  counsellorId,
  sessionId: z.string().nullable(),
  isMachine: z.boolean(),
  roles: z.array(z.string()),
  teamId: z.string().nullable(),
  roleGrants: grants,
  userGrants: grants,
  country: z.string(),
  timeZone: z.string(),
});

const toViewer = ({ roleGrants, userGrants, ...row }: z.infer<typeof viewerRow>): Viewer => ({
  ...row,
  permissions: effectivePermissions(roleGrants, userGrants),
});

/** Of the user `c` at the institute `i` of the surrounding query, with what they may do now. */
const viewerColumns = sql.fragment`
  c.institute_id as "instituteId", c.id as "counsellorId", c.machine as "isMachine", c.roles, c.team_id as "teamId",
  ${roleGrantsColumn} as "roleGrants", ${userGrantsColumn} as "userGrants", i.country, i.time_zone as "timeZone"
`;

/** Who holds a session's token; null when it is unknown or over, or they are no longer active. */
export const findViewerBySession = async (db: Db, tokenHash: Buffer, now: EpochMs): Promise<Viewer | null> => {
  const row = await db.maybeOne(sql.type(viewerRow)`
    select ${viewerColumns}, s.id as "sessionId"
    from session s
    join counsellor c on c.institute_id = s.institute_id and c.id = s.counsellor_id
    join institute i on i.id = s.institute_id
    where c.active and s.token_hash = ${sql.binary(tokenHash)} and s.expires_at > ${sql.timestamp(new Date(now))}
  `);
  return row === null ? null : toViewer(row);
};

const keyHolderRow = viewerRow.extend({ lastUsedAt: epochMs.nullable() });

/** The machine whose key this is, and when it last came with it; null when it is unknown or revoked. */
export const findViewerByKey = async (
  db: Db,
  keyHash: Buffer,
): Promise<{ readonly viewer: Viewer; readonly lastUsedAt: EpochMs | null } | null> => {
  const row = await db.maybeOne(sql.type(keyHolderRow)`
    select ${viewerColumns}, null as "sessionId", k.last_used_at as "lastUsedAt"
    from api_key k
    join counsellor c on c.institute_id = k.institute_id and c.id = k.id
    join institute i on i.id = k.institute_id
    where k.key_hash = ${sql.binary(keyHash)} and k.revoked_at is null
  `);
  if (row === null) return null;
  const { lastUsedAt, ...viewer } = row;
  return { viewer: toViewer(viewer), lastUsedAt };
};

/** An active user as one who shows a credential of somebody else's making; null when there is none with this id. */
export const findViewer = async (db: Db, instituteId: InstituteId, id: CounsellorId): Promise<Viewer | null> => {
  const row = await db.maybeOne(sql.type(viewerRow)`
    select ${viewerColumns}, null as "sessionId"
    from counsellor c
    join institute i on i.id = c.institute_id
    where c.institute_id = ${instituteId} and c.id = ${id} and c.active
  `);
  return row === null ? null : toViewer(row);
};
