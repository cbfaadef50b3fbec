import { z } from 'zod';
import type { Db } from '../../db/pool.ts';
import { pendingMigrations } from '../../db/pending-migrations.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import type { Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import { within } from '../within.ts';

/** Load balancers ask every few seconds and give up after about as long. */
const CHECK_MS = 2000;

const readiness = z
  .object({
    status: z.literal('ready'),
    postgres: z.literal('ok'),
    migrations: z.literal('ok'),
    temporal: z.enum(['ok', 'degraded']).meta({ description: 'Degraded: cards still come and go, the rest follows.' }),
  })
  .meta({ id: 'Readiness' });

interface Deps {
  readonly db: Db;
  readonly metrics: Metrics;
  /** Whether Temporal answers. Its failing or hanging is "degraded", never "not ready". */
  readonly temporalHealthy: () => Promise<boolean>;
}

/** What machines ask: alive, ready, how it goes. */
export const healthRoutes = ({ db, metrics, temporalHealthy }: Deps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/healthz',
      summary: 'The process is alive.',
      access: 'public',
      responses: { 200: z.object({ status: z.literal('ok') }) },
    },
    async () => await Promise.resolve({ status: 200, body: { status: 'ok' } }),
  ),
  endpoint(
    {
      method: 'get',
      path: '/readyz',
      summary: 'Ready for requests: Postgres answers and its schema fits. Else 503 `not_ready`.',
      access: 'public',
      responses: { 200: readiness },
    },
    async () => {
      const [pending, isTemporalWell] = await Promise.all([
        within<readonly string[] | null>(CHECK_MS, async () => await pendingMigrations(db), null),
        within(CHECK_MS, temporalHealthy, false),
      ]);
      const temporal = isTemporalWell ? 'ok' : 'degraded';
      if (pending === null) {
        throw new Problem(
          503,
          'not_ready',
          'Postgres does not answer.',
          { postgres: 'down', migrations: 'unknown', temporal },
          { 'Retry-After': '2' },
        );
      }
      if (pending.length > 0) {
        throw new Problem(
          503,
          'not_ready',
          'The schema is older than this code.',
          { postgres: 'ok', migrations: 'pending', temporal },
          { 'Retry-After': '2' },
        );
      }
      return { status: 200, body: { status: 'ready', postgres: 'ok', migrations: 'ok', temporal } };
    },
  ),
  endpoint(
    {
      method: 'get',
      path: '/metrics',
      summary: 'Counters and timings for Prometheus.',
      access: 'public',
      produces: 'text/plain',
      responses: { 200: z.string() },
    },
    async () => ({
      status: 200,
      body: await metrics.registry.metrics(),
      headers: { 'Content-Type': metrics.registry.contentType },
    }),
  ),
];
