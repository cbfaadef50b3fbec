import { z } from 'zod';
import { listAudit } from '../../db/audit-read.ts';
import type { Pool } from '../../db/pool.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId, filter, typedText } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { auditSchema, presentAudit } from '../presenters/audit.ts';

const query = pageQuery.extend({
  action: filter(typedText(100)).meta({ description: '"telephony.change", or "telephony" for all of its kind.' }),
  target: filter(typedText(200)).meta({ description: 'A vendor, an id, "institute", "role:admin".' }),
  by: filter(bodyId).meta({ description: 'Whose changes.' }),
  from: filter(z.iso.date()).meta({ description: "Inclusive date in the institute's zone." }),
  to: filter(z.iso.date()),
});
const position = z.tuple([z.number(), z.uuid()]);

/** Who changed what, when. */
export const auditRoutes = ({ db }: { db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/audit',
      access: 'configure_calling',
      query,
      responses: { 200: pageSchema(auditSchema) },
      summary: 'Changes of settings, newest first.',
    },
    async ({ viewer, query: { limit, cursor, ...filters } }) => {
      const after = readCursor(cursor, position);
      const found = await listAudit(db, viewer.instituteId, {
        ...filters,
        timeZone: viewer.timeZone,
        after: after === null ? null : { at: after[0], id: after[1] },
        limit: limit + 1,
      });
      const { rows, nextCursor } = cutPage(found, limit, ({ sortAt, id }) => [sortAt, id]);
      return {
        status: 200,
        body: page(
          rows.map((row) => presentAudit(row, viewer)),
          nextCursor,
        ),
      };
    },
  ),
];
