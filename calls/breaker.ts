import type { EpochMs } from '../domain/ids.ts';

/** Stops asking a service that fails, and asks again after a pause. */
export class Breaker {
  private failures = 0;
  private openUntil: EpochMs = 0;
  private readonly limit: number;
  private readonly pauseMs: number;

  /**
   * @param limit failures in a row after which it opens
   * @param pauseMs how long it stays open; then one try decides
   */
  constructor(limit: number, pauseMs: number) {
    this.limit = limit;
    this.pauseMs = pauseMs;
  }

  /** Whether the service should not be asked now. */
  isOpen(now: EpochMs): boolean {
    return now < this.openUntil;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(now: EpochMs): void {
    this.failures += 1;
    if (this.failures < this.limit) return;
    this.openUntil = now + this.pauseMs;
    // The next try after the pause opens it again when it fails.
    this.failures = this.limit - 1;
  }
}
