import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { takeInPlainly } from '../../calls/take-in-plainly.ts';
import { takeIn, type CallEvent, type TakenIn } from '../../calls/take-in.ts';
import { lockCall } from '../../db/calls.ts';
import type { VendorRequest } from '../../db/requests.ts';
import type { CallId, LeadId, RequestId } from '../../domain/ids.ts';
import { readTelephonySettings } from '../../domain/settings/telephony.ts';
import { asha, at, bilal, chitra, riya, save, statusOf } from '../build/facts.ts';
import { twoOrders, type Arrival } from '../build/requests.ts';
import { runs } from './cases.ts';
import { DID, embody, NUMBER, openGround, type Case, type Ground } from './ground.ts';
import { standing } from './standing.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await ground.close();
});

const settings = fc.record({
  inbound: fc.record({
    enabled: fc.constant(true),
    ring: fc.constantFrom('sequential', 'sequential', 'simultaneous'),
    keepOwner: fc.constantFrom(false, false, true),
    stickyCounsellorIds: fc.constant([chitra]),
  }),
  leads: fc.record({
    // Not `answer`: a lead that was made stays, though a correction says that nobody talked.
    createOn: fc.constantFrom('ring', 'end', 'never'),
    answeredOwner: fc.constantFrom('answerer', 'sticky', 'none'),
    // Not `last_rung`: pop-up requests carry no stamp, who was rung last is who was told of last.
    missedOwner: fc.constantFrom('sticky', 'none'),
  }),
});

async function receive(
  it: Case,
  order: readonly Arrival[],
  given: object,
  lead: LeadId | null,
): Promise<CallId | null> {
  let call: CallId | null = null;
  for (const [index, arrival] of order.entries()) {
    const receivedAt = at(index);
    if (arrival.kind === 'save') {
      if (call !== null && lead !== null) await it.add(call, [save(arrival.by, index)], { [riya]: lead });
    } else {
      const event = eventOf(it, arrival, receivedAt);
      const known = readTelephonySettings(embody(given, it.people));
      // As the intake does: at once where it is plain, else the long way.
      const taken =
        (await takeInPlainly(ground.pool, event, known, (took) => requestOf(event, took))) ??
        (await ground.pool.transaction(async (tx) => await takeIn(tx, event, known)));
      if (!('callId' in taken)) throw new Error('Inbound calling is on');
      call = taken.callId;
    }
    if (call !== null) await it.advance(call, receivedAt, index % 3 === 0 ? 'other' : 'workflow');
  }
  if (call !== null) await it.finish(call, at(order.length));
  return call;
}

function eventOf(it: Case, arrival: Exclude<Arrival, { kind: 'save' }>, receivedAt: number): CallEvent {
  const common = {
    instituteId: it.id,
    vendor: 'tatatel',
    receivedAt,
    refs: [{ kind: 'vendor_call', ref: 'one' }],
    numberKey: NUMBER,
    didKey: arrival.did ? DID : null,
    direction: null,
    requestId: randomUUID() as RequestId,
    flags: [],
  } as const;
  if (arrival.kind === 'popup')
    return {
      ...common,
      happenings: [{ kind: 'offered', agentKey: arrival.agent, stale: false, reportsAnswer: false }],
    };
  const { talk, start, end } = arrival.said;
  const report = {
    status: statusOf(arrival.word),
    talkSeconds: talk ?? null,
    startedAt: start === undefined ? null : at(start),
    endedAt: end === undefined ? null : at(end),
    recordingUrl: null,
  };
  return { ...common, happenings: [{ kind: 'ended', agentKey: arrival.agent, report }] };
}

function requestOf({ requestId: id, instituteId, vendor, receivedAt }: CallEvent, took: TakenIn): VendorRequest {
  const [callId, factSeq] = 'callId' in took ? [took.callId, took.seq] : [null, null];
  const sent = { endpoint: 'ivrCallNotification', method: 'POST', contentType: null, fields: {} };
  const answered = { httpStatus: 200, answer: {}, outcome: took.result, callId, factSeq, repeatOf: null };
  return { id, instituteId, vendor, receivedAt, ...sent, ...answered };
}

interface Came {
  readonly calls: readonly Record<string, unknown>[];
  readonly contributions: readonly (readonly unknown[])[] | null;
  readonly leads: unknown;
  readonly missed: unknown;
}

/** What must be the same: the outcome, talk, counsellor and lead, and who missed it. Not how many offers there were. */
async function result(it: Case): Promise<unknown> {
  const { calls, leads, missed, contributions } = (await standing(ground.pool, it.id)) as Came;
  return {
    calls: calls.map(({ state, outcome, lead, counsellor, campaign, startedAt, talkSeconds, closed }) => ({
      state,
      outcome,
      lead,
      counsellor,
      campaign,
      startedAt,
      talkSeconds,
      closed,
    })),
    leads,
    missed,
    // [call, counsellor, day, direction, success, missed, talk, timed]; without the numbers of offers.
    counts: contributions?.map((row) => row.slice(0, 8)),
  };
}

test('any order of a call’s requests gives the same outcome, talk, counsellor and lead', async () => {
  await fc.assert(
    fc.asyncProperty(
      twoOrders,
      settings,
      fc.constantFrom(null, [], [asha], [bilal, asha]),
      async (orders, given, owners) => {
        const results: unknown[] = [];
        for (const order of orders) {
          const it = await ground.institute(given);
          const lead = owners === null ? null : await it.lead('Riya', owners);
          const call = await receive(it, order, given, lead);
          if (call !== null)
            expect(
              (await ground.pool.transaction(async (tx) => await lockCall(tx, it.id, call)))?.closedAt,
            ).not.toBeNull();
          results.push(await result(it));
        }
        expect(results[1]).toEqual(results[0]);
      },
    ),
    runs(25),
  );
});
