import { phoneKey } from '../../domain/numbers/phone.ts';
import type { CallQuery } from '../adapter.ts';
import { field } from '../classic/fields.ts';
import { objectsIn } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** One row names the student in up to three formats, and the agent beside them; any of them may be it. */
const numbersOf = (row: JsonObject, country: string): readonly (string | null)[] =>
  ['customer_number', 'source', 'destination', 'multiple_destination_name'].flatMap((name) =>
    (field(row, name).text ?? '').split(',').map((part) => phoneKey(part.replace(/^PJSIP\//i, ''), country)),
  );

/** 1 is inbound, 2 outbound. */
const agrees = (row: JsonObject, query: CallQuery): boolean => {
  const direction = field(row, 'direction').text;
  if (query.direction === null || (direction !== '1' && direction !== '2')) return true;
  return (direction === '1') === (query.direction === 'inbound');
};

/**
 * Whether the call is among `GET /v1/live_calls`; null when the answer is no list. All live calls
 * are fetched and searched here: the API's filters can't be trusted (vendors.md 6, 14).
 */
export const isLive = (answer: Json, query: CallQuery, country: string): boolean | null => {
  const rows = objectsIn(answer);
  if (rows === null) return null;
  return rows.some((row) =>
    query.callId !== null
      ? field(row, 'call_id').text === query.callId
      : query.number !== null && agrees(row, query) && numbersOf(row, country).includes(query.number),
  );
};
