import { v7 } from 'uuid';
import { callNamed, counsellorsByAgentKeys } from '../db/pulling.ts';
import { insertRequest } from '../db/requests.ts';
import type { Db, Pool } from '../db/pool.ts';
import type { EpochMs, RequestId } from '../domain/ids.ts';
import { isObject, readJson } from '../vendors/json.ts';
import type { NativeHeard } from '../vendors/native.ts';
import type { DeliverableFact } from './delivery.ts';
import { keysOf } from './event-facts.ts';
import { callOf, happeningOf } from './native-event.ts';
import type { StreamAccount, WhichAccount } from './stream-account.ts';
import { takeIn } from './take-in.ts';

/** Under which a stream's events are kept, beside requests to the endpoints. */
export const STREAM_ENDPOINT = 'stream';

export interface OwnNumbers {
  /** Keys of the numbers whose calls are the account's. */
  readonly own: ReadonlySet<string>;
}

/**
 * Whether a call that came without our asking is the account's: on one of its numbers, with one of its counsellors, or
 * known already. A stream, and a list, may carry other accounts' calls.
 */
export async function isOurs(
  db: Db,
  { instituteId, vendor }: WhichAccount,
  { own }: OwnNumbers,
  said: { readonly callId: string | null; readonly didKey: string | null; readonly agentKeys: readonly string[] },
): Promise<boolean> {
  if (said.didKey !== null && own.has(said.didKey)) return true;
  if (
    said.agentKeys.length > 0 &&
    (await counsellorsByAgentKeys(db, { instituteId, vendor, keys: said.agentKeys })).size > 0
  )
    return true;
  return said.callId !== null && (await callNamed(db, { instituteId, vendor, vendorCallId: said.callId })) !== null;
}

/**
 * Takes in one event of a stream: the call's facts and the event as it came, in one transaction. Null: it is of no call
 * of ours, and nothing is kept, or it says nothing new.
 *
 * @throws what the database throws; nothing of the event is kept then
 */
export async function takeStreamEvent(
  pool: Pool,
  source: StreamAccount,
  numbers: OwnNumbers,
  { data, receivedAt }: { readonly data: string; readonly receivedAt: EpochMs },
): Promise<DeliverableFact | null> {
  const { instituteId, vendor, institute, account, stream } = source;
  const context = {
    country: institute.country,
    zone: institute.timeZone,
    receivedAt,
    vendorSettings: account.vendorSettings,
  };
  const heard: NativeHeard = stream.read(data, context);
  if (heard.kind !== 'event') return null;
  const [first, ...others] = heard.happenings.map((happening) =>
    happeningOf(happening, account.settings.times, receivedAt),
  );
  if (first === undefined) return null;
  const happenings = [first, ...others] as const;
  const call = callOf(heard.said);
  const { callId } = heard.said;
  if (!(await isOurs(pool, source, numbers, { callId, didKey: call.didKey, agentKeys: happenings.flatMap(keysOf) })))
    return null;

  const requestId = v7() as RequestId; // a UUIDv7, of which this is the kind
  const event = { instituteId, vendor, receivedAt, ...call, requestId, happenings };
  const fields = readJson(data);
  return await pool.transaction(async (tx) => {
    const took = await takeIn(tx, event, account.settings);
    const isPlaced = took.result === 'taken' || took.result === 'repeat';
    await insertRequest(tx, {
      id: requestId,
      instituteId,
      vendor,
      endpoint: STREAM_ENDPOINT,
      receivedAt,
      method: 'GET',
      contentType: 'text/event-stream',
      fields: isObject(fields) ? fields : null,
      // Nobody is answered: that it was read is all there is to say.
      httpStatus: 200,
      answer: null,
      outcome: took.result,
      callId: isPlaced ? took.callId : null,
      factSeq: isPlaced ? took.seq : null,
      repeatOf: isPlaced ? took.repeatOf : null,
    });
    return took.result === 'taken'
      ? { instituteId, vendor, callId: took.callId, seq: took.seq, kind: took.kind }
      : null;
  });
}
