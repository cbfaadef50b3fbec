import { z } from 'zod';
import { hashPassword } from '../../config/passwords.ts';
import { counsellorId } from '../../db/columns.ts';
import { findCounsellor, listCounsellors } from '../../db/counsellors.ts';
import type { Pool } from '../../db/pool.ts';
import { counsellorSettings, newPassword } from '../../domain/settings/counsellor.ts';
import { readPut } from '../../domain/settings/put.ts';
import { changeCounsellor, createCounsellor } from '../commands/change-counsellor.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { patchBody } from '../patch-body.ts';
import { counsellorSchema, presentCounsellor } from '../presenters/counsellor.ts';
import { invalidRequest, notFound } from '../problem.ts';

const access = 'configure_calling';
const params = z.object({ id: z.string().toLowerCase().pipe(counsellorId) });
const shown = counsellorSchema.meta({ id: 'Counsellor' });
/** The name of the last one seen, and the id for those of one name. */
const cursorKey = z.tuple([z.string(), z.uuid()]);

const newCounsellor = counsellorSettings.extend({ password: newPassword.optional() });
const writableCounsellor = counsellorSchema.extend({ password: newPassword.optional() });

/** The institute's users: who can sign in, and under which numbers vendors ring them. */
export const counsellorRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/counsellors',
      summary: 'Users by name.',
      access,
      query: pageQuery,
      responses: { 200: pageSchema(shown) },
    },
    async ({ viewer, query: { limit, cursor } }) => {
      const key = readCursor(cursor, cursorKey);
      const after = key === null ? null : { name: key[0], id: key[1] };
      const rows = await listCounsellors(db, viewer.instituteId, { after, limit: limit + 1 });
      const cut = cutPage(rows, limit, ({ name, id }) => [name, id]);
      return { status: 200, body: page(cut.rows.map(presentCounsellor), cut.nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'post',
      path: '/v1/settings/counsellors',
      access,
      body: newCounsellor,
      responses: { 201: shown },
      summary: 'Add a user. An agent number belongs to one counsellor per vendor: 409 `agent_number_taken`.',
    },
    async ({ viewer, body: { password, ...settings } }) => {
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const written = { viewer, settings, passwordHash };
      const counsellor = await db.transaction(async (tx) => await createCounsellor(tx, written));
      return { status: 201, body: presentCounsellor(counsellor) };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/counsellors/{id}',
      summary: 'One user.',
      access,
      params,
      responses: { 200: shown },
    },
    async ({ viewer, params: { id } }) => {
      const counsellor = await findCounsellor(db, viewer.instituteId, id);
      if (counsellor === null) throw notFound();
      return { status: 200, body: presentCounsellor(counsellor) };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/settings/counsellors/{id}',
      access,
      params,
      summary: 'Change a user. Deactivation signs them out everywhere.',
      body: patchBody(writableCounsellor),
      responses: { 200: shown },
    },
    async ({ viewer, params: { id }, body: { password, ...patch } }) => {
      const newOne = newPassword.optional().safeParse(password);
      if (!newOne.success) throw invalidRequest([{ path: 'password', problem: 'a text of 8 to 1000 characters' }]);
      const passwordHash = newOne.data === undefined ? null : await hashPassword(newOne.data);
      const counsellor = await db.transaction(
        async (tx) =>
          await changeCounsellor(tx, id, {
            viewer,
            passwordHash,
            readSettings: (current) => {
              const put = readPut(counsellorSchema, { id, ...current }, patch, ['id']);
              if (!put.ok) throw invalidRequest(put.errors);
              const { id: _id, ...settings } = put.value;
              return settings;
            },
          }),
      );
      return { status: 200, body: presentCounsellor(counsellor) };
    },
  ),
];
