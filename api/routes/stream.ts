import { z } from 'zod';
import { endpoint, type Endpoint } from '../endpoint.ts';
import type { FeedHub } from '../feed/hub.ts';
import { peopleOnly } from '../people-only.ts';
import { Problem } from '../problem.ts';

const streamQuery = z.object({
  device: z.literal('phone').optional().meta({ description: 'A phone page: it is also sent what to dial.' }),
});

/** Longer numbers than this were never given out. */
const READABLE_ID = /^[1-9]\d{0,14}$/;

/** The last number a client has; null when there is none that can be read, and it needs a snapshot. */
export const readLastEventId = (header: string): number | null => (READABLE_ID.test(header) ? Number(header) : null);

/** The counsellor's feed (contract section 4). */
export const streamRoutes = ({ hub }: { hub: FeedHub }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/stream',
      summary: 'My pop-ups, counts and calls as server-sent events; resumes after Last-Event-ID.',
      access: 'signed-in',
      query: streamQuery,
      responses: { 200: z.string().meta({ description: 'Events: snapshot, popup, missed, pending, call, dial.' }) },
      produces: 'text/event-stream',
    },
    async ({ query, viewer, ctx }) => {
      // The router lets HEAD in with GET, and a stream would never end its answer.
      if (ctx.method === 'HEAD') return { status: 200, body: '', headers: { 'Content-Type': 'text/event-stream' } };
      peopleOnly(viewer);
      const lastEventId = readLastEventId(ctx.get('Last-Event-ID'));
      const opened = hub.open(ctx.req, ctx.res, { viewer, device: query.device ?? null, lastEventId });
      if (opened === 'too_many') {
        throw new Problem(
          429,
          'too_many_streams',
          'You have too many streams open; close some tabs.',
          {},
          { 'Retry-After': '30' },
        );
      }
      if (opened === 'stopping') {
        throw new Problem(503, 'stopping', 'This process is about to stop; try again.', {}, { 'Retry-After': '1' });
      }
      ctx.respond = false;
      return null;
    },
  ),
];
