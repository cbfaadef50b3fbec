import type { EpochMs } from '../../../domain/ids.ts';

interface Bucket {
  tokens: number;
  filledAt: EpochMs;
}

/** Rate limit by key: each bucket holds one second's worth and fills steadily. */
export class TokenBuckets<Key = number> {
  private readonly perSecond: number;
  private readonly buckets = new Map<Key, Bucket>();

  constructor(perSecond: number) {
    this.perSecond = perSecond;
  }

  /** Takes one token; false when there is none. */
  take(key: Key, now: EpochMs): boolean {
    const bucket = this.buckets.get(key) ?? { tokens: this.perSecond, filledAt: now };
    const grown = bucket.tokens + (Math.max(0, now - bucket.filledAt) / 1000) * this.perSecond;
    bucket.tokens = Math.min(this.perSecond, grown);
    bucket.filledAt = now;
    this.buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
