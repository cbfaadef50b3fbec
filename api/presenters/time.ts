import type { EpochMs } from '../../domain/ids.ts';

/** A time as our API writes it: ISO 8601 in UTC. */
export const iso = (at: EpochMs): string => new Date(at).toISOString();

/** The same for a time that may be missing. */
export const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : iso(at));
