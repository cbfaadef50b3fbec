import { factOf } from '../db/facts.ts';
import type { Db } from '../db/pool.ts';
import { insertRequest, type VendorRequest } from '../db/requests.ts';
import type { TelephonySettings } from '../domain/settings/telephony.ts';
import { factsOfEvent } from './event-facts.ts';
import { placePlainly, writePlainly } from './plain-placing.ts';
import {
  agentKeysOf,
  beginsCalls,
  eventPolicy,
  isCallBack,
  joinsSince,
  overtakes,
  ringAgain,
  type CallEvent,
  type TakenIn,
} from './take-in.ts';

/**
 * Takes a plain event in as `takeIn` does, with one look and one write, and keeps its request.
 *
 * @param requestOf the request as it is kept, with its answer
 * @returns null when it is not plain, or something came between: nothing was written
 */
export async function takeInPlainly(
  db: Db,
  event: CallEvent,
  settings: TelephonySettings,
  requestOf: (took: TakenIn) => VendorRequest,
): Promise<TakenIn | null> {
  const since = joinsSince(event, settings.times);
  const place = await placePlainly(db, event, { agentKeys: agentKeysOf(event), since });
  if (place === null) return null;
  const { call, callId, around } = place;
  const direction = call?.direction ?? event.direction ?? 'inbound';
  const allowed = settings.inbound.enabled || direction !== 'inbound';
  if (!allowed && !(call && isCallBack(event))) return null;
  if (call === null && !beginsCalls(event)) return null;

  const known = call?.facts.map(factOf) ?? [];
  const policy = eventPolicy(event, settings, around);
  const { counsellors } = around;
  const made = factsOfEvent(event, { numberKey: call?.numberKey ?? null, facts: known, policy, counsellors });
  const at = { ...made.last, callId, direction, agentUnknown: made.agentUnknown };
  if (made.facts.length === 0) {
    // What is known is not unsaid again: a repeat is one, whatever came since.
    const took = { ...at, result: 'repeat', repeatOf: call?.requests[at.seq] ?? null } as const;
    await insertRequest(db, requestOf(took));
    return took;
  }
  // Whether it was sent before is to be looked up.
  if (ringAgain(event, known, counsellors) !== null) return null;
  const inTurn = made.facts.every(
    (fact, index) => !overtakes(fact, [...known, ...made.facts.slice(0, index)], { appliedSeq: call?.appliedSeq ?? 0 }),
  );
  if (!inTurn) return null;
  const took = { ...at, result: 'taken', repeatOf: null } as const;
  return (await writePlainly(db, place, { facts: made.facts, request: requestOf(took) })) ? took : null;
}
