import { z } from 'zod';
import type { ApiKey } from '../../db/api-keys.ts';
import { grantsOf } from '../../domain/access/grants.ts';
import { PERMISSIONS } from '../../domain/access/permissions.ts';
import { personSchema } from './person.ts';
import { iso } from './time.ts';

export const apiKeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: 'How the key begins.' }),
    roles: z.array(z.string()),
    grants: z.partialRecord(z.enum(PERMISSIONS), z.enum(['yes', 'own', 'team', 'all', 'no'])),
    createdAt: z.iso.datetime(),
    createdBy: personSchema.nullable(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: 'To the minute; null: never.' }),
  })
  .meta({ id: 'ApiKey' });

export const madeApiKeySchema = apiKeySchema
  .extend({ key: z.string().meta({ description: 'Shown this once.' }) })
  .meta({ id: 'MadeApiKey' });

export const presentApiKey = ({ grants, createdAt, lastUsedAt, ...key }: ApiKey) => ({
  ...key,
  grants: grantsOf(grants),
  createdAt: iso(createdAt),
  lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
});
