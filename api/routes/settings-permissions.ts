import { z } from 'zod';
import { counsellorId } from '../../db/columns.ts';
import { grantsOfRole, grantsOfUser, listRoles } from '../../db/grants.ts';
import type { Pool } from '../../db/pool.ts';
import { grantsOf, roleGrants, roleName, userGrants, USUAL_ROLES } from '../../domain/access/grants.ts';
import { isSame, type Fields } from '../../domain/settings/merge.ts';
import { changeGrantsOfRole, changeGrantsOfUser } from '../commands/change-grants.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import {
  grantsOfRoleSchema,
  grantsOfUserSchema,
  presentRoleGrants,
  presentUserGrants,
  roleSchema,
} from '../presenters/permission.ts';
import { invalidRequest, notFound } from '../problem.ts';

const access = 'configure_calling';
const roleParams = z.object({ role: roleName });
const userParams = z.object({ id: z.string().toLowerCase().pipe(counsellorId) });
const search = z.object({
  search: typedText(100).default('').meta({ description: 'Words of the title, the description or the code.' }),
});

/** A `PUT` may carry the whole answer of a `GET`; only `grants` can be written. */
const writable = <G extends z.ZodType>(grants: G) =>
  z
    .object({ grants: grants.optional() })
    .catchall(z.unknown())
    .meta({ description: 'Null takes a grant away; what is not named stays.' });

/** Refuses whatever else was sent with another value than it has. `items` may be those a search found. */
const refuseOtherChanges = (sent: Fields, standing: Fields & { readonly items: readonly unknown[] }): void => {
  const errors = Object.keys(sent)
    .filter((name) => name !== 'grants')
    .filter((name) => {
      const value = sent[name];
      if (name !== 'items' || !Array.isArray(value)) return !isSame(value, standing[name]);
      return !value.every((item) => standing.items.some((one) => isSame(one, item)));
    });
  if (errors.length > 0) throw invalidRequest(errors.map((path) => ({ path, problem: 'can not be changed' })));
};

/** Who may do what: by role, and for single users beside their roles. */
export const permissionRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/permissions',
      access,
      query: pageQuery,
      responses: { 200: pageSchema(roleSchema) },
      summary: 'Roles by name, with what they grant.',
    },
    async ({ viewer, query: { limit, cursor } }) => {
      const after = readCursor(cursor, z.tuple([z.string()]));
      const found = await listRoles(db, viewer.instituteId, {
        usual: USUAL_ROLES,
        after: after?.[0] ?? null,
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ role }) => [role]);
      return {
        status: 200,
        body: page(
          rows.map(({ grants, ...row }) => ({ ...row, grants: grantsOf(grants) })),
          nextCursor,
        ),
      };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/permissions/{role}',
      access,
      params: roleParams,
      query: search,
      summary: 'What a role grants, and what each permission is.',
      responses: { 200: grantsOfRoleSchema },
    },
    async ({ viewer, params: { role }, query }) => {
      const grants = grantsOf(await grantsOfRole(db, viewer.instituteId, role));
      return { status: 200, body: presentRoleGrants(role, grants, query.search) };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/settings/permissions/{role}',
      access,
      params: roleParams,
      body: writable(roleGrants),
      summary:
        'Change what a role grants. Somebody has to be left who may configure calling: 409 `last_administrator`.',
      responses: { 200: grantsOfRoleSchema },
    },
    async ({ viewer, params: { role }, body }) => {
      const grants = await db.transaction(async (tx) => {
        const standing = grantsOf(await grantsOfRole(tx, viewer.instituteId, role));
        refuseOtherChanges(body, presentRoleGrants(role, standing, ''));
        return await changeGrantsOfRole(tx, viewer, role, body.grants ?? {});
      });
      return { status: 200, body: presentRoleGrants(role, grants, '') };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/counsellors/{id}/permissions',
      access,
      params: userParams,
      query: search,
      summary: 'What a user is granted or denied beside their roles.',
      responses: { 200: grantsOfUserSchema },
    },
    async ({ viewer, params: { id }, query }) => {
      const grants = await grantsOfUser(db, viewer.instituteId, id);
      if (grants === null) throw notFound();
      return { status: 200, body: presentUserGrants(id, grants, query.search) };
    },
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/settings/counsellors/{id}/permissions',
      access,
      params: userParams,
      body: writable(userGrants),
      summary: 'Grant or deny a user something beside their roles. 409 `last_administrator` as for a role.',
      responses: { 200: grantsOfUserSchema },
    },
    async ({ viewer, params: { id }, body }) => {
      const grants = await db.transaction(async (tx) => {
        const standing = await grantsOfUser(tx, viewer.instituteId, id);
        if (standing === null) throw notFound();
        refuseOtherChanges(body, presentUserGrants(id, standing, ''));
        return await changeGrantsOfUser(tx, viewer, id, body.grants ?? {});
      });
      return { status: 200, body: presentUserGrants(id, grants, '') };
    },
  ),
];
