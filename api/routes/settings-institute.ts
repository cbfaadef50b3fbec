import { readInstituteSettings } from '../../db/institutes.ts';
import type { Pool } from '../../db/pool.ts';
import { instituteSettings } from '../../domain/settings/institute.ts';
import { changeInstitute } from '../commands/change-institute.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { patchBody } from '../patch-body.ts';

const schema = instituteSettings.meta({ id: 'Institute' });
const path = '/v1/settings/institute';
const access = 'configure_calling';

/** The institute's own settings. */
export const instituteRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    { method: 'get', path, summary: 'The institute.', access, responses: { 200: schema } },
    async ({ viewer }) => ({ status: 200, body: await readInstituteSettings(db, viewer.instituteId) }),
  ),
  endpoint(
    {
      method: 'put',
      path,
      access,
      body: patchBody(schema),
      responses: { 200: schema },
      summary:
        'Change the institute. Calling hours: null is always open, an empty list never. In another country our own numbers are read anew.',
    },
    async ({ viewer, body }) => ({
      status: 200,
      body: await db.transaction(async (tx) => await changeInstitute(tx, viewer, body)),
    }),
  ),
];
