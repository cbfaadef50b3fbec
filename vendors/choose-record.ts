import type { CallQuery, CallRecord } from './adapter.ts';

/** Without an id a record is the call's when it began this near to it. */
export const NEAR_MS = 10 * 60_000;

/** Of one call's several records the answered one, then the one that ended last. */
export const better = (a: CallRecord, b: CallRecord): CallRecord => {
  if ((a.status.result === 'success') !== (b.status.result === 'success')) return a.status.result === 'success' ? a : b;
  return (b.endedAt ?? 0) >= (a.endedAt ?? 0) ? b : a;
};

const distance = (record: CallRecord, query: CallQuery): number =>
  Math.abs((record.startedAt ?? record.endedAt ?? Infinity) - query.startedAt);

/** Whether a record may be the call's, by number, time and direction. */
export const isCandidate = (record: CallRecord, query: CallQuery): boolean =>
  query.number !== null &&
  record.number === query.number &&
  distance(record, query) <= NEAR_MS &&
  (record.startedAt === null || record.startedAt >= (query.notBefore ?? 0)) &&
  (query.direction === null ||
    record.direction === null ||
    (query.direction === 'inbound') === (record.direction === 'inbound'));

const names = (record: CallRecord, agent: string | null): boolean =>
  agent !== null && [record.agent, ...record.missedAgents].some((line) => line?.key === agent);

/** The records with the call's own id; null when it has none, or no record has it. */
export const recordById = (records: readonly CallRecord[], { callId }: CallQuery): CallRecord | null => {
  const own = callId === null ? [] : records.filter((record) => record.callId === callId);
  return own.length === 0 ? null : own.reduce(better);
};

/** Of several calls with one number the agent's own, then the nearest in time. */
export const nearestRecord = (records: readonly CallRecord[], query: CallQuery): CallRecord | null =>
  records
    .filter((record) => isCandidate(record, query))
    .toSorted(
      (a, b) =>
        Number(names(b, query.agent)) - Number(names(a, query.agent)) || distance(a, query) - distance(b, query),
    )[0] ?? null;
