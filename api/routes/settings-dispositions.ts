import { recordAudit } from '../../db/audit.ts';
import { listDispositions, replaceDispositions } from '../../db/dispositions.ts';
import { lockInstitute } from '../../db/institutes.ts';
import type { Pool } from '../../db/pool.ts';
import { dispositionSettings } from '../../domain/settings/dispositions.ts';
import { changesBetween } from '../../domain/settings/merge.ts';
import { readPut } from '../../domain/settings/put.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { patchBody } from '../patch-body.ts';
import { invalidRequest } from '../problem.ts';

const schema = dispositionSettings.meta({ id: 'Dispositions' });

/** The codes by which counsellors say how a call went. */
export const dispositionRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/dispositions',
      summary: 'How a call can have gone, in the order to choose from.',
      access: 'signed-in',
      responses: { 200: schema },
    },
    async ({ viewer }) => ({ status: 200, body: { dispositions: await listDispositions(db, viewer.instituteId) } }),
  ),
  endpoint(
    {
      method: 'put',
      path: '/v1/settings/dispositions',
      summary: 'Replaces the list. Calls keep the codes they have.',
      access: 'configure_calling',
      body: patchBody(dispositionSettings),
      responses: { 200: schema },
    },
    async ({ viewer: { instituteId, counsellorId: byId }, body }) =>
      await db.transaction(async (tx) => {
        await lockInstitute(tx, instituteId);
        const before = { dispositions: [...(await listDispositions(tx, instituteId))] };
        const put = readPut(dispositionSettings, before, body, []);
        if (!put.ok) throw invalidRequest(put.errors);
        const changes = changesBetween(before, put.value);
        if (changes !== null) {
          await replaceDispositions(tx, instituteId, put.value.dispositions);
          await recordAudit(tx, { instituteId, byId, action: 'dispositions.change', target: 'dispositions', changes });
        }
        return { status: 200, body: put.value };
      }),
  ),
];
