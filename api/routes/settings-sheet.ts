import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import { readVendorSetup } from '../../db/vendor-setup.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { sheetMarkdown } from '../../vendors/sheet-markdown.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { presentSheet, sheetSchema } from '../presenters/sheet.ts';
import { notFound } from '../problem.ts';
import { publicUrl } from '../public-url.ts';

const MARKDOWN = 'text/markdown';

interface Deps {
  readonly db: Pool;
  /** `PUBLIC_URL`; null: the address of the request itself. */
  readonly publicUrl: string | null;
}

/** What an admin sends to the vendor. */
export const sheetRoutes = ({ db, publicUrl: configured }: Deps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/settings/telephony/{vendor}/sheet',
      summary:
        'The sheet to send to the vendor: exact URLs, credential, fields. As JSON, or as a page with `Accept: text/markdown`.',
      access: 'configure_calling',
      params: z.object({ vendor: z.string() }),
      responses: { 200: sheetSchema },
      alsoProduces: [MARKDOWN],
    },
    async ({ viewer, params: { vendor }, ctx }) => {
      const adapter = adapterFor(vendor);
      if (adapter === null) throw notFound('There is no vendor of this name.');
      const setup = await readVendorSetup(db, viewer.instituteId, vendor);
      const sheet = presentSheet({ adapter, setup, baseUrl: publicUrl(ctx, configured) });
      ctx.vary('Accept');
      if (ctx.accepts('application/json', MARKDOWN) !== MARKDOWN) return { status: 200, body: sheet };
      return { status: 200, body: sheetMarkdown(sheet), headers: { 'Content-Type': `${MARKDOWN}; charset=utf-8` } };
    },
  ),
];
