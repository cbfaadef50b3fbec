import { z } from 'zod';
import { recordAudit } from '../../db/audit.ts';
import { addForm, listForms, lockForm, saveForm, type Form } from '../../db/forms.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { formSettings } from '../../domain/settings/form.ts';
import { changesBetween, type Fields } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { patchBody } from '../patch-body.ts';
import { invalidRequest, notFound } from '../problem.ts';

const access = 'configure_calling';
const path = '/v1/settings/forms';
export const formSchema = formSettings.extend({ id: z.string() });
const shown = formSchema.meta({ id: 'Form' });
const position = z.tuple([z.string(), z.uuid()]);

const changeForm = async (
  db: Pool,
  { instituteId, counsellorId: byId }: Viewer,
  id: string,
  patch: Fields,
): Promise<Form> =>
  await db.transaction(async (tx) => {
    const before = await lockForm(tx, instituteId, id);
    if (before === null) throw notFound();
    const put = readPut(formSchema, before, patch, ['id']);
    if (!put.ok) throw invalidRequest(put.errors);
    const changes = changesBetween(before, put.value);
    if (changes !== null) {
      await saveForm(tx, instituteId, put.value);
      await recordAudit(tx, { instituteId, byId, action: 'form.change', target: id, changes });
    }
    return put.value;
  });

/** The forms students apply with: which of them can be called from is a vendor's setting, `outbound.formIds`. */
export const formRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    { method: 'get', path, summary: 'Forms by name.', access, query: pageQuery, responses: { 200: pageSchema(shown) } },
    async ({ viewer, query: { limit, cursor } }) => {
      const key = readCursor(cursor, position);
      const after = key === null ? null : { name: key[0], id: key[1] };
      const found = await listForms(db, viewer.instituteId, { after, limit: limit + 1 });
      const { rows, nextCursor } = cutPage(found, limit, ({ name, id }) => [name, id]);
      return { status: 200, body: page(rows, nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'post',
      path,
      access,
      body: formSettings,
      responses: { 201: shown },
      summary: 'Add a form. A name there is already: 409 `form_exists`.',
    },
    async ({ viewer: { instituteId, counsellorId: byId }, body }) =>
      await db.transaction(async (tx) => {
        const { id, ...form } = await addForm(tx, instituteId, body);
        await recordAudit(tx, {
          instituteId,
          byId,
          action: 'form.add',
          target: id,
          changes: { before: null, after: form },
        });
        return { status: 201, body: { id, ...form } };
      }),
  ),
  endpoint(
    {
      method: 'put',
      path,
      access,
      responses: { 200: shown },
      body: z.looseObject({ id: bodyId, name: z.string().optional(), active: z.boolean().optional() }),
      summary: 'Change the form with this id.',
    },
    async ({ viewer, body }) => ({ status: 200, body: await changeForm(db, viewer, body.id, body) }),
  ),
  endpoint(
    {
      method: 'put',
      path: `${path}/{id}`,
      access,
      params: z.object({ id: bodyId }),
      body: patchBody(formSchema),
      summary: 'The same, with the id in the path.',
      responses: { 200: shown },
    },
    async ({ viewer, params: { id }, body }) => ({ status: 200, body: await changeForm(db, viewer, id, body) }),
  ),
];
