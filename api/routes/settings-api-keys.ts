import { z } from 'zod';
import { listApiKeys } from '../../db/api-keys.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { apiKeySettings } from '../../domain/settings/api-key.ts';
import { createApiKey, removeApiKey } from '../commands/change-api-key.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { bodyId } from '../field-schemas.ts';
import { cutPage, page, pageQuery, pageSchema, readCursor } from '../paging.ts';
import { apiKeySchema, madeApiKeySchema, presentApiKey } from '../presenters/api-key.ts';

const access = 'configure_calling';
const path = '/v1/settings/api-keys';
const params = z.object({ id: bodyId });
const position = z.tuple([z.uuid()]);

/** Keys of machines: programs that come with `Authorization: Bearer` and may do what the key was granted. */
export const apiKeyRoutes = ({ db, now }: { db: Pool; now: () => EpochMs }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path,
      access,
      query: pageQuery,
      responses: { 200: pageSchema(apiKeySchema) },
      summary: 'API keys that were not revoked, the newest first.',
    },
    async ({ viewer, query: { limit, cursor } }) => {
      const [after = null] = readCursor(cursor, position) ?? [];
      const found = await listApiKeys(db, viewer.instituteId, { after, limit: limit + 1 });
      const { rows, nextCursor } = cutPage(found, limit, ({ id }) => [id]);
      return { status: 200, body: page(rows.map(presentApiKey), nextCursor) };
    },
  ),
  endpoint(
    {
      method: 'post',
      path,
      access,
      body: apiKeySettings,
      responses: { 201: madeApiKeySchema },
      summary: 'Make an API key with roles and grants of its own. The key is shown this once.',
    },
    async ({ viewer, body }) => {
      const { key, ...stored } = await createApiKey(db, viewer, body, now());
      return { status: 201, body: { ...presentApiKey(stored), key } };
    },
  ),
  endpoint(
    {
      method: 'delete',
      path: `${path}/{id}`,
      access,
      params,
      responses: { 204: null },
      summary: 'Revoke an API key: its next request is refused.',
    },
    async ({ viewer, params: { id } }) => {
      await removeApiKey(db, viewer, id, now());
      return { status: 204 };
    },
  ),
];
