import { findInstituteForVendor } from '../../db/accounts.ts';
import type { Db } from '../../db/pool.ts';
import type { RequestRow } from '../../db/requests-read.ts';
import type { InstituteId } from '../../domain/ids.ts';
import { Problem } from '../problem.ts';
import type { Intake } from '../routes/vendor/intake.ts';
import type { VendorAnswer } from '../routes/vendor/answers.ts';
import { readerOf } from '../routes/vendor/readers.ts';

/** What became of a replay: the request's answer, and whether anything was done to get it. */
export interface Replayed {
  readonly status: number;
  readonly answer: unknown;
  readonly outcome: string;
  /** False: it had made its facts, or repeated some, and answers as it did then. */
  readonly taken: boolean;
}

/**
 * Takes a kept request again under its own id and as of its own arrival (product 7). One that already made facts, or
 * was a repeat, answers as before and changes nothing; so does every second replay.
 *
 * @throws Problem 409 `not_authenticated` for one that showed no valid credential, `not_replayable` for one that
 * could not be read, `vendor_not_set_up` while the vendor is not enabled
 */
export async function replayRequest(
  { db, intake }: { readonly db: Db; readonly intake: Intake },
  instituteId: InstituteId,
  row: RequestRow,
): Promise<Replayed> {
  const asBefore = { status: row.status, answer: row.answer, outcome: row.outcome, taken: false };
  if (row.factSeq !== null || row.repeatOf !== null) return asBefore;
  const { endpoint } = row;
  const read = readerOf(row.vendor, endpoint);
  if (read === null || row.request === null) {
    throw new Problem(409, 'not_replayable', 'The request could not be read, so there is nothing to take again.');
  }
  if (row.outcome === 'wrong_secret') {
    throw new Problem(409, 'not_authenticated', 'The request showed no valid secret: it may be from anybody.');
  }
  const found = await findInstituteForVendor(db, instituteId, row.vendor);
  if (!found?.account?.enabled) {
    throw new Problem(409, 'vendor_not_set_up', 'Enable the vendor first: its requests are refused as they come.');
  }
  const { institute, account } = found;
  const reading = read({ method: row.method, fields: row.request, institute, account, receivedAt: row.at });
  if (!reading.ok) return replayed(reading.answer, false);
  const kept = {
    id: row.id,
    instituteId,
    vendor: row.vendor,
    endpoint,
    receivedAt: row.at,
    method: row.method,
    contentType: row.contentType,
    fields: row.request,
  };
  const request = {
    institute,
    account,
    told: reading.told,
    requestId: row.id,
    receivedAt: row.at,
    answerBy: Infinity,
    kept,
  };
  return replayed(await intake.handle(request), true);
}

function replayed({ httpStatus, body, outcome }: VendorAnswer, taken: boolean): Replayed {
  return { status: httpStatus, answer: body, outcome, taken };
}
