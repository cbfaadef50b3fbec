import type { Logger } from '../../../config/log.ts';
import { findInstitute } from '../../../db/institutes.ts';
import { insertRequest, type VendorRequest } from '../../../db/requests.ts';
import type { Pool } from '../../../db/pool.ts';
import type { EpochMs } from '../../../domain/ids.ts';

const HOUR_MS = 3_600_000;
/** Kept an hour and institute; senders of rubbish must not fill the disk. */
const PER_HOUR = 200;
/** Writes under way at once. */
const AT_ONCE = 2;

/**
 * Keeps rejected requests, a bounded number an hour, after they were answered: how long the answer took must not
 * tell which part of the credential was wrong.
 */
export class Rejections {
  private readonly pool: Pool;
  private readonly log: Logger;
  private readonly kept = new Map<number | null, { since: EpochMs; count: number }>();
  private underWay = 0;

  constructor(pool: Pool, log: Logger) {
    this.pool = pool;
    this.log = log;
  }

  keep(request: VendorRequest): void {
    if (this.underWay >= AT_ONCE || !this.hasRoom(request.instituteId, request.receivedAt)) return;
    this.underWay += 1;
    void this.insert(request)
      .catch((error: unknown) => this.log.warn({ err: error }, 'a rejected request could not be kept'))
      .finally(() => {
        this.underWay -= 1;
      });
  }

  /** A path may name any institute: only one there is can have requests. */
  private async insert(request: VendorRequest): Promise<void> {
    const { instituteId } = request;
    const institute = instituteId === null ? null : await findInstitute(this.pool, instituteId);
    await insertRequest(this.pool, { ...request, instituteId: institute?.id ?? null });
  }

  private hasRoom(institute: number | null, now: EpochMs): boolean {
    // Paths can name a billion institutes: counting starts anew before that fills the memory.
    if (this.kept.size > 10_000) this.kept.clear();
    const hour = this.kept.get(institute);
    const current = hour && now - hour.since < HOUR_MS ? hour : { since: now, count: 0 };
    this.kept.set(institute, current);
    current.count += 1;
    return current.count <= PER_HOUR;
  }
}
