import { z } from 'zod';
import type { DeliverableFact, WorkflowDelivery } from '../../calls/delivery.ts';
import { hangUpAtVendor } from '../../calls/hang-up.ts';
import type { ClientDeps } from '../../calls/vendor-client.ts';
import { visibleCall } from '../../db/calls-read.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { SELF_REPORTED } from '../../domain/call/facts.ts';
import type { CallId, EpochMs, LeadId } from '../../domain/ids.ts';
import { sightOf } from '../call-sight.ts';
import { clickToCall } from '../commands/click-to-call.ts';
import { hangUp } from '../commands/hang-up.ts';
import { reportCall } from '../commands/report-call.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';
import { unavailable } from '../error-mapping.ts';
import { bodyCallId, bodyId } from '../field-schemas.ts';
import { callSchema, presentCall, type Call } from '../presenters/call.ts';
import { invalidRequest, notFound, Problem } from '../problem.ts';

export interface ClickToCallDeps extends ClientDeps {
  readonly db: Pool;
  readonly delivery: Pick<WorkflowDelivery, 'deliver' | 'paused'>;
  readonly now: () => EpochMs;
}

const via = z
  .enum(['cloud', 'app'])
  .meta({ description: '`cloud`: the vendor rings you, then the student. `app`: your phone page dials.' });
const clickBody = z.union([
  z.strictObject({
    // Branded because the text has an id's form; whether it is a lead's the query decides.
    leadId: bodyId.transform((id) => id as LeadId),
    phoneId: bodyId.optional().meta({ description: 'One of the lead’s phones; default its first primary one.' }),
    applicationId: bodyId.optional().meta({ description: 'From the Application Manager.' }),
    via,
  }),
  z.strictObject({ callId: bodyCallId.meta({ description: 'Back to this call’s number.' }), via }),
]);
const clickHeaders = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'One for each click; the same again is the same click.' }),
});
const resultBody = z.strictObject({
  outcome: z.enum(SELF_REPORTED),
  talkSeconds: z.int().min(0).max(86_400).nullable().default(null),
});
const callParams = z.object({ id: bodyCallId });
const clicked = z.object({ call: callSchema });

const BUSY = {
  already_on_call: 'You are on another call. End it first.',
  key_reused: 'This Idempotency-Key was used for another click.',
} as const;

/** Click to call, and what the counsellor does with a call of their own. */
export const clickToCallRoutes = ({ db, delivery, now, ...client }: ClickToCallDeps): readonly Endpoint[] => {
  const shown = async (viewer: Viewer, id: CallId): Promise<Call> => {
    const call = await visibleCall(db, sightOf(viewer), id);
    if (call === null) throw notFound();
    return presentCall(call, viewer, now());
  };
  const deliver = (facts: readonly DeliverableFact[]): void => {
    for (const fact of facts) delivery.deliver(fact);
  };
  return [
    endpoint(
      {
        method: 'post',
        path: '/v1/calls',
        summary:
          'Calls a student: 202 a new call, 200 the call this click or one on the same student made. 409 `already_on_call`, `key_reused`, or what forbids it.',
        access: 'signed-in',
        headers: clickHeaders,
        body: clickBody,
        responses: { 200: clicked, 202: clicked },
      },
      async ({ body: { via: by, ...on }, viewer, ctx }) => {
        const key = ctx.get('Idempotency-Key').trim();
        if (key === '' || key.length > 200)
          throw invalidRequest([{ path: 'Idempotency-Key', problem: 'a header of 1 to 200 characters' }]);
        // Temporal is away: nobody would dial in time.
        if (by === 'cloud' && delivery.paused) throw unavailable();
        const { result, callId, facts } = await clickToCall(db, viewer, { on, via: by, key, now: now() });
        deliver(facts);
        const call = await shown(viewer, callId);
        if (result === 'already_on_call' || result === 'key_reused')
          throw new Problem(409, result, BUSY[result], { call });
        return { status: result === 'placed' ? 202 : 200, body: { call } };
      },
    ),
    endpoint(
      {
        method: 'post',
        path: '/v1/calls/{id}/hangup',
        summary:
          'Ends a call of my own: I am free, and the vendor is asked to end it where it can. Repeated: the same answer. 403 `not_your_call`.',
        access: 'signed-in',
        params: callParams,
        responses: { 200: callSchema },
      },
      async ({ params, viewer }) => {
        const { call, wasLive, facts } = await hangUp(db, viewer, { callId: params.id, now: now() });
        deliver(facts);
        const { vendor, vendorCallId } = call;
        // Whether it agreed shows in what it reports of the call.
        if (wasLive && vendorCallId !== null)
          await hangUpAtVendor(db, client, { instituteId: viewer.instituteId, vendor, vendorCallId });
        return { status: 200, body: await shown(viewer, call.id) };
      },
    ),
    endpoint(
      {
        method: 'put',
        path: '/v1/calls/{id}/result',
        summary:
          'How a call by my own phone went; talk is bounded by the clock. 403 `not_your_call`, 409 `not_app_call`.',
        access: 'signed-in',
        params: callParams,
        body: resultBody,
        responses: { 200: callSchema },
      },
      async ({ params, body, viewer }) => {
        deliver(await reportCall(db, viewer, { callId: params.id, ...body, now: now() }));
        return { status: 200, body: await shown(viewer, params.id) };
      },
    ),
  ];
};
