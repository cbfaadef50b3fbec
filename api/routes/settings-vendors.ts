import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import { listVendorStandings } from '../../db/vendor-list.ts';
import { allAdapters } from '../../vendors/registry.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { presentVendor, vendorSchema } from '../presenters/vendor.ts';

/** How many vendors of the list were seen. */
const position = z.tuple([z.int().min(0)]);

/** The vendors to choose from. */
export const vendorListRoutes = ({ db }: { readonly db: Pool }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/telephony',
      access: 'configure_calling',
      query: pageQuery,
      responses: { 200: pageSchema(vendorSchema) },
      summary: 'Every vendor there is: what it wants to be told, and how far it is set up here.',
    },
    async ({ viewer, query: { limit, cursor } }) => {
      const [seen = 0] = readCursor(cursor, position) ?? [];
      const shown = allAdapters.map((adapter, index) => ({ adapter, index })).slice(seen, seen + limit + 1);
      const { rows, nextCursor } = cutPage(shown, limit, ({ index }) => [index + 1]);
      const slugs = rows.map(({ adapter }) => adapter.slug);
      const standings = await listVendorStandings(db, viewer.instituteId, slugs);
      // Both in the order of the slugs.
      const items = standings.flatMap((standing, index) => {
        const adapter = rows[index]?.adapter;
        return adapter === undefined ? [] : [presentVendor(adapter, standing)];
      });
      return { status: 200, body: page(items, nextCursor) };
    },
  ),
];
