import { sleep } from '@temporalio/workflow';

/**
 * One timer that is never cancelled: when it fires too early it is simply armed again for the rest. Cancelling
 * and starting a timer with every fact would double a call's history.
 */
export class LazyTimer {
  private firesAt = Infinity;
  private fired = false;

  /** Makes sure that the timer fires at `at` (epoch ms) or earlier. */
  arm(at: number, summary: string): void {
    if (at >= this.firesAt) return;
    this.firesAt = at;
    void sleep(Math.max(1, at - Date.now()), { summary }).then(() => this.fire(at));
  }

  /** Whether it fired since this was last asked. */
  takeFired(): boolean {
    const fired = this.fired;
    this.fired = false;
    return fired;
  }

  get hasFired(): boolean {
    return this.fired;
  }

  private fire(at: number): void {
    this.fired = true;
    // A later one may have been replaced by this; it fires in vain.
    if (this.firesAt === at) this.firesAt = Infinity;
  }
}
