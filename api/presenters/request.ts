import type { RequestRow } from '../../db/requests-read.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import { isObject, type Json } from '../../vendors/json.ts';
import { maskNumber } from '../../domain/access/masking.ts';
import { iso } from './time.ts';

/** Anything that may be a telephone number in whatever a vendor sends: eight digits or more, however spaced. */
const NUMBER = /\+?\d(?:[\s().-]?\d){7,}/g;

/** A kept request as this viewer may see it: without full numbers, every run of digits that may be one is masked. */
export function presentRequest(row: RequestRow, viewer: Viewer) {
  const shown = (value: Json): Json => (may(viewer, 'full_numbers') ? value : masked(value));
  return {
    id: row.id,
    at: iso(row.at),
    vendor: row.vendor,
    endpoint: row.endpoint,
    status: row.status,
    outcome: row.outcome,
    callId: row.callId,
    request: shown(row.request),
    answer: shown(row.answer),
  };
}

function masked(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll(NUMBER, (found) => maskNumber(found));
  if (typeof value === 'number') return String(value).length >= 8 ? maskNumber(String(value)) : value;
  if (Array.isArray(value)) return value.map(masked);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item)])) : value;
}
