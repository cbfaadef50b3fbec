import { v7 } from 'uuid';
import { callNamed, counsellorsByAgentKeys } from '../db/pulling.ts';
import { insertRequest, type VendorRequest } from '../db/requests.ts';
import type { Db, Pool } from '../db/pool.ts';
import type { EpochMs, RequestId } from '../domain/ids.ts';
import { isObject, readJson } from '../vendors/json.ts';
import type { NativeSaid } from '../vendors/native.ts';
import type { DeliverableFact } from './delivery.ts';
import { keysOf, type Happening } from './event-facts.ts';
import { callOf, happeningOf } from './native-event.ts';
import type { StreamAccount, WhichAccount } from './stream-account.ts';
import { takeInPlainly } from './take-in-plainly.ts';
import { takeIn, type TakenIn } from './take-in.ts';

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

/** One event of a stream, read. */
export interface StreamEvent {
  readonly data: string;
  readonly receivedAt: EpochMs;
  readonly said: NativeSaid;
  readonly happenings: readonly [Happening, ...Happening[]];
  /** Names its call as far as it says which: the events of one are taken in in their order. */
  readonly lane: string;
}

/** Reads what came over a stream; null: it is no event of a call. Pure. */
export function readStreamEvent(
  { institute, account, stream }: StreamAccount,
  data: string,
  receivedAt: EpochMs,
): StreamEvent | null {
  const heard = stream.read(data, {
    country: institute.country,
    zone: institute.timeZone,
    receivedAt,
    vendorSettings: account.vendorSettings,
  });
  if (heard.kind !== 'event') return null;
  const { said } = heard;
  const [first, ...others] = heard.happenings.map((happening) =>
    happeningOf(happening, account.settings.times, receivedAt),
  );
  if (first === undefined) return null;
  return { data, receivedAt, said, happenings: [first, ...others], lane: said.callId ?? said.number ?? '' };
}

/**
 * Takes in one event of a stream, as a vendor's request is taken in: the call's facts and the event as it came, both or
 * neither. Null: it is of no call of ours, and nothing is kept, or it says nothing new.
 *
 * @throws what the database throws; nothing of the event is kept then
 */
export async function takeStreamEvent(
  pool: Pool,
  source: StreamAccount,
  numbers: OwnNumbers,
  { data, receivedAt, said, happenings }: StreamEvent,
): Promise<DeliverableFact | null> {
  const { instituteId, vendor, account } = source;
  const call = callOf(said);
  const agentKeys = happenings.flatMap(keysOf);
  if (!(await isOurs(pool, source, numbers, { callId: said.callId, didKey: call.didKey, agentKeys }))) return null;

  const requestId = v7() as RequestId; // a UUIDv7, of which this is the kind
  const event = { instituteId, vendor, receivedAt, ...call, requestId, happenings };
  const fields = readJson(data);
  const requestOf = (took: TakenIn): VendorRequest => {
    const isPlaced = took.result === 'taken' || took.result === 'repeat';
    return {
      id: requestId,
      instituteId,
      vendor,
      endpoint: STREAM_ENDPOINT,
      receivedAt,
      method: 'GET',
      contentType: 'text/event-stream',
      fields: isObject(fields) && !('sealed' in took) ? fields : null,
      // Nobody is answered: that it was read is all there is to say.
      httpStatus: 200,
      answer: null,
      outcome: took.result,
      callId: isPlaced ? took.callId : null,
      factSeq: isPlaced ? took.seq : null,
      repeatOf: isPlaced ? took.repeatOf : null,
    };
  };
  const took =
    (await takeInPlainly(pool, event, account.settings, requestOf)) ??
    (await pool.transaction(async (tx) => {
      const result = await takeIn(tx, event, account.settings);
      await insertRequest(tx, requestOf(result));
      return result;
    }));
  if (took.result !== 'taken') return null;
  const { callId, seq, kind, direction } = took;
  return { instituteId, vendor, callId, seq, kind, direction };
}
