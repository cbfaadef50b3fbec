import { z } from 'zod';
import { recordAudit } from '../../db/audit.ts';
import { findCounsellor, lockCounsellor, saveCounsellor, type Counsellor } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { leadsSomeTeam } from '../../db/teams.ts';
import { changesBetween } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { patchBody } from '../patch-body.ts';
import { peopleOnly } from '../people-only.ts';
import { invalidRequest, notSignedIn } from '../problem.ts';

export const meSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    takingCalls: z.boolean().meta({ description: 'Whether calls are routed to me.' }),
    popups: z.boolean(),
    sound: z.boolean(),
    notifications: z.boolean().meta({ description: 'Desktop notifications.' }),
    leadsTeam: z.boolean().meta({ description: 'Whether I lead a team, whose counsellors `/v1/team` is about.' }),
  })
  .meta({ id: 'Me' });

const presentMe = (
  { id, name, email, takingCalls, popups, sound, notifications }: Counsellor,
  isLead: boolean,
): z.infer<typeof meSchema> => ({
  id,
  name,
  email,
  takingCalls,
  popups,
  sound,
  notifications,
  leadsTeam: isLead,
});

/** What everybody sets for themselves. */
export const meRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    { method: 'get', path: '/v1/me', summary: 'My own settings.', access: 'signed-in', responses: { 200: meSchema } },
    async ({ viewer }) => {
      peopleOnly(viewer);
      const { instituteId, counsellorId } = viewer;
      const [me, isLead] = await Promise.all([
        findCounsellor(db, instituteId, counsellorId),
        leadsSomeTeam(db, { instituteId, leadId: counsellorId }),
      ]);
      if (me === null) throw notSignedIn();
      return { status: 200, body: presentMe(me, isLead) };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/me',
      summary: 'Change my own settings.',
      access: 'signed-in',
      body: patchBody(meSchema),
      responses: { 200: meSchema },
    },
    async ({ viewer, body }) => {
      peopleOnly(viewer);
      const { instituteId, counsellorId } = viewer;
      return await db.transaction(async (tx) => {
        const me = await lockCounsellor(tx, instituteId, counsellorId);
        if (me === null) throw notSignedIn();
        const before = presentMe(me, await leadsSomeTeam(tx, { instituteId, leadId: counsellorId }));
        const put = readPut(meSchema, before, body, ['id', 'name', 'email', 'leadsTeam']);
        if (!put.ok) throw invalidRequest(put.errors);
        const changes = changesBetween(before, put.value);
        if (changes !== null) {
          await saveCounsellor(tx, instituteId, counsellorId, { ...me, ...put.value });
          await recordAudit(tx, {
            instituteId,
            byId: counsellorId,
            action: 'me.change',
            target: counsellorId,
            changes,
          });
        }
        return { status: 200, body: put.value };
      });
    },
  ),
];
