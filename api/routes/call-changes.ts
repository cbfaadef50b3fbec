import { z } from 'zod';
import type { Delivery, DeliverableFact } from '../../calls/delivery.ts';
import { visibleCall } from '../../db/calls-read.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CallId, EpochMs, LeadId } from '../../domain/ids.ts';
import { sightOf } from '../call-sight.ts';
import { closeWrapUp } from '../commands/close-wrap-up.ts';
import { disposeCall } from '../commands/dispose-call.ts';
import { linkCall } from '../commands/link-call.ts';
import { endpoint, type Endpoint, type Reply } from '../endpoint.ts';
import { bodyCallId, bodyId, typedText } from '../field-schemas.ts';
import { callSchema, presentCall } from '../presenters/call.ts';
import { notFound } from '../problem.ts';

export interface CallChangeDeps {
  readonly db: Pool;
  readonly delivery: Delivery;
  readonly now: () => EpochMs;
}

const callParams = z.object({ id: bodyCallId });
// Branded because the text has an id's form; whether it is a lead's the query decides.
const linkBody = z.strictObject({ leadId: bodyId.transform((id) => id as LeadId) });
const dispositionBody = z.strictObject({
  code: typedText(40).min(1).meta({ description: 'One of `/v1/settings/dispositions`.' }),
  note: typedText(10_000).min(1).optional(),
});

/** What people at the desk say of a call. One's own calls need no permission to view logs. */
export const callChangeRoutes = ({ db, delivery, now }: CallChangeDeps): readonly Endpoint[] => {
  /** The call as it stands after the commit, once its workflow was told. */
  const answer = async (viewer: Viewer, id: CallId, told: readonly DeliverableFact[]): Promise<Reply> => {
    for (const fact of told) delivery.deliver(fact);
    const call = await visibleCall(db, sightOf(viewer), id);
    if (call === null) throw notFound();
    return { status: 200, body: presentCall(call, viewer, now()) };
  };
  return [
    endpoint(
      {
        method: 'post',
        path: '/v1/calls/{id}/link',
        summary:
          'Links a call with the lead it really belongs to; a merged lead stands for its primary. Repeated: the same answer. 404 also `lead_not_found`.',
        access: 'signed-in',
        params: callParams,
        body: linkBody,
        responses: { 200: callSchema },
      },
      async ({ params, body, viewer }) =>
        await answer(
          viewer,
          params.id,
          await linkCall(db, viewer, { callId: params.id, leadId: body.leadId, now: now() }),
        ),
    ),
    endpoint(
      {
        method: 'put',
        path: '/v1/calls/{id}/disposition',
        summary: 'Says how a call went; of whoever talked it ends the wrap-up. The newest one stands.',
        access: 'signed-in',
        params: callParams,
        body: dispositionBody,
        responses: { 200: callSchema },
      },
      async ({ params, body: { code, note }, viewer }) =>
        await answer(viewer, params.id, await disposeCall(db, viewer, { callId: params.id, code, note, now: now() })),
    ),
    endpoint(
      {
        method: 'post',
        path: '/v1/calls/{id}/wrap-up/close',
        summary:
          'Ends a wrap-up its counsellor does not finish. Needs `manage_missed_calls` and `call_logs` of the team or all. 409 `no_wrap_up`.',
        access: 'manage_missed_calls',
        params: callParams,
        responses: { 200: callSchema },
      },
      async ({ params, viewer }) =>
        await answer(viewer, params.id, await closeWrapUp(db, viewer, { callId: params.id, now: now() })),
    ),
  ];
};
