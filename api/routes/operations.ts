import { z } from 'zod';
import { countProblems, deliveryBacklog, MOST_COUNTED } from '../../db/operations.ts';
import type { Pool } from '../../db/pool.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { sightOf } from '../call-sight.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { iso, isoOrNull } from '../presenters/time.ts';
import { within } from '../within.ts';

export interface OperationsDeps {
  readonly db: Pool;
  readonly now: () => EpochMs;
  /** Whether Temporal answers; its failing or hanging is "no". */
  readonly temporalHealthy: () => Promise<boolean>;
  /** Whether this process leaves Temporal alone for a while, because it did not take what it was told. */
  readonly isPaused: () => boolean;
}

/** Somebody looks at the page: longer than this they need not wait to learn that Temporal hangs. */
const CHECK_MS = 1500;
const SEEN_MS = 7 * 86_400_000;
/** A fact that waits for longer did not find its way at once, nor with the relay's first try. */
const WAITING_MS = 10_000;
/** The sweeper comes after two minutes. */
const OVERDUE_MS = 180_000;

const count = z.int().meta({ description: `At most ${MOST_COUNTED}, which means so many or more.` });

export const operationsSchema = z
  .object({
    at: z.iso.datetime(),
    temporal: z.enum(['ok', 'degraded']).meta({ description: 'Degraded: cards still come and go, the rest follows.' }),
    delivery: z.object({
      paused: z.boolean().meta({
        description: 'The process that answers applies facts itself for some seconds: Temporal did not take them.',
      }),
      waiting: count.meta({ description: 'Calls with facts that their workflow has not seen for ten seconds.' }),
      oldestAt: z.iso.datetime().nullable().meta({ description: 'When the oldest of these was last heard of.' }),
      overdue: count.meta({ description: 'Open calls that nobody looked at three minutes after their time.' }),
    }),
    calls: z
      .object({ since: z.iso.datetime(), unknown: count, stuck: count, repaired: count })
      .meta({ description: 'As `problem` of `GET /v1/calls`, heard since then; stuck ones whenever it was.' }),
  })
  .meta({ id: 'Operations' });

/** How the work behind the calls goes. */
export const operationsRoutes = ({ db, now, temporalHealthy, isPaused }: OperationsDeps): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/operations',
      summary: 'Whether calls are being worked on as they should, and how many need somebody’s look.',
      access: 'raw_requests',
      responses: { 200: operationsSchema },
    },
    async ({ viewer }) => {
      const at = now();
      const since = at - SEEN_MS;
      const [isTemporalWell, { waiting, oldestAt, overdue }, problems] = await Promise.all([
        within(CHECK_MS, temporalHealthy, false),
        deliveryBacklog(db, {
          instituteId: viewer.instituteId,
          heardBefore: at - WAITING_MS,
          dueBefore: at - OVERDUE_MS,
        }),
        countProblems(db, sightOf(viewer), since),
      ]);
      return {
        status: 200,
        body: {
          at: iso(at),
          temporal: isTemporalWell ? 'ok' : 'degraded',
          delivery: { paused: isPaused(), waiting, oldestAt: isoOrNull(oldestAt), overdue },
          calls: { since: iso(since), ...problems },
        },
      };
    },
  ),
];
