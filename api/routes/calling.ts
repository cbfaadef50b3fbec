import { z } from 'zod';
import type { Pool } from '../../db/pool.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import { GUARDS, whyNoCall, type Guard, type Situation } from '../../domain/calling/guards.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { readTelephonySettings } from '../../domain/settings/telephony.ts';
import { readDesk, type CallingDesk } from '../calling-desk.ts';
import { endpoint, type Endpoint } from '../endpoint.ts';

const via = z.enum(['cloud', 'app']);

export const callingSchema = z
  .object({
    via: z.array(via).meta({ description: 'By which ways a click would call now; with both the counsellor chooses.' }),
    handset: z.enum(['softphone', 'phone']).meta({ description: 'What to pick up when the vendor rings.' }),
    callerId: z
      .string()
      .nullable()
      .meta({ description: 'What students see when the vendor calls; null: the number is its own choice.' }),
    formIds: z.array(z.string()).meta({ description: 'Forms on whose applications calling is switched on.' }),
    reason: z
      .object({ code: z.string(), text: z.string() })
      .nullable()
      .meta({ description: 'Why there is no way; null when there is one.' }),
  })
  .meta({ id: 'Calling' });

const USUAL = readTelephonySettings({});

/** Why a click by this way would place no call, whoever the student is. */
function guardOf(viewer: Viewer, desk: CallingDesk, by: Situation['via'], now: EpochMs): Guard | null {
  const { settings, dials, agentNumber } = desk;
  return whyNoCall({
    via: by,
    permitted: may(viewer, 'make_calls_leads') || may(viewer, 'make_calls_applications'),
    overrides: may(viewer, 'override_call_guards'),
    seesNumbers: may(viewer, 'full_numbers'),
    account: settings && {
      outboundEnabled: settings.enabled && settings.outbound.enabled,
      cloudCalling: settings.cloudCalling,
      appCalling: settings.appCalling,
      formIds: settings.outbound.formIds,
      dials,
    },
    agentNumber,
    withinHours: desk.isOpen(now),
    // Of no student in particular.
    formId: null,
    number: '',
    phoneIsGone: false,
    isOwnNumber: false,
    doNotCall: false,
  });
}

/** What a page needs to know before it offers to call. */
export const callingRoutes = ({ db, now }: { readonly db: Pool; readonly now: () => EpochMs }): readonly Endpoint[] => [
  endpoint(
    {
      method: 'get',
      path: '/v1/me/calling',
      summary: 'By which ways I can call students now, and why not.',
      access: 'signed-in',
      responses: { 200: callingSchema },
    },
    async ({ viewer }) => {
      const desk = await readDesk(db, viewer);
      const { handset, outbound } = desk.settings ?? USUAL;
      const guards = via.options.map((by) => ({ by, guard: guardOf(viewer, desk, by, now()) }));
      const open = guards.filter(({ guard }) => guard === null).map(({ by }) => by);
      const [first] = guards;
      const guard = open.length > 0 ? null : (first?.guard ?? null);
      const reason = guard === null ? null : { code: guard, text: GUARDS[guard] };
      return { status: 200, body: { via: open, handset, callerId: desk.callerId, formIds: outbound.formIds, reason } };
    },
  ),
];
