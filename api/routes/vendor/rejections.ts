import type { Logger } from '../../../config/log.ts';
import { ownerOfSecret, ownerOfToken } from '../../../db/credential-owners.ts';
import { findInstitute } from '../../../db/institutes.ts';
import { insertRequest, type VendorRequest } from '../../../db/requests.ts';
import type { Pool } from '../../../db/pool.ts';
import type { EpochMs } from '../../../domain/ids.ts';

const HOUR_MS = 3_600_000;
/** Kept an hour and institute; senders of rubbish must not fill the disk. */
const PER_HOUR = 200;
/** Writes under way at once: those who are let in need the connections. */
const AT_ONCE = 2;
/** So many wait for their turn, each of up to 256 KiB; what comes on top of them is not kept. */
const MOST_WAITING = 50;

/** A credential that was shown, as its hash: it tells whose a request is when the path does not. */
export interface Claim {
  readonly by: 'secret' | 'token';
  readonly hash: Buffer;
}

/**
 * Keeps rejected requests, a bounded number an hour, after they were answered: how long the answer took must not
 * tell which part of the credential was wrong.
 */
export class Rejections {
  private readonly pool: Pool;
  private readonly log: Logger;
  private readonly kept = new Map<number | null, { since: EpochMs; count: number }>();
  private readonly waiting: { readonly request: VendorRequest; readonly claim: Claim | null }[] = [];
  private underWay = 0;

  constructor(pool: Pool, log: Logger) {
    this.pool = pool;
    this.log = log;
  }

  keep(request: VendorRequest, claim: Claim | null): void {
    if (this.waiting.length >= MOST_WAITING || !this.hasRoom(request.instituteId, request.receivedAt)) return;
    this.waiting.push({ request, claim });
    if (this.underWay < AT_ONCE) void this.writeWaiting();
  }

  private async writeWaiting(): Promise<void> {
    this.underWay += 1;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      try {
        await this.insert(next.request, next.claim);
      } catch (error) {
        this.log.warn({ err: error }, 'a rejected request could not be kept');
      }
    }
    this.underWay -= 1;
  }

  private async insert(request: VendorRequest, claim: Claim | null): Promise<void> {
    await insertRequest(this.pool, { ...request, ...(await this.ownerOf(request, claim)) });
  }

  /**
   * A path may name any institute: only one there is can have requests. Without one it is whose the credential is: an
   * URL in which `000` was left comes with a good secret, a broken body with a good token.
   */
  private async ownerOf({ instituteId, receivedAt }: VendorRequest, claim: Claim | null) {
    if (instituteId !== null) return { instituteId: (await findInstitute(this.pool, instituteId))?.id ?? null };
    if (claim === null) return {};
    const owner = claim.by === 'token' ? ownerOfToken : ownerOfSecret;
    return (await owner(this.pool, claim.hash, receivedAt)) ?? {};
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
