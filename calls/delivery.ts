import type { Logger } from '../config/log.ts';
import type { Pool } from '../db/pool.ts';
import { unappliedCalls } from '../db/relaying.ts';
import type { Direction, FactKind } from '../domain/call/facts.ts';
import type { CallId, EpochMs, InstituteId } from '../domain/ids.ts';
import { advance } from './advance.ts';
import { Breaker } from './breaker.ts';
import type { CallWorkflows } from './call-workflows.ts';

/** A committed fact that its call's workflow should hear of. */
export interface DeliverableFact {
  readonly instituteId: InstituteId;
  readonly callId: CallId;
  readonly seq: number;
  readonly kind: FactKind;
  readonly vendor?: string;
  readonly direction?: Direction;
}

/** From one look at facts that should be applied to the next: so long one may wait beyond its time, while many come. */
const BETWEEN_LOOKS_MS = 100;

/** Wakes a call's workflow after a commit. Never throws and never waits: what is not taken, the relay delivers. */
export interface Delivery {
  deliver(fact: DeliverableFact): void;
}

export interface DeliveryOptions {
  /** Advances calls when the workflow does not take a fact. */
  readonly pool: Pool;
  readonly workflows: CallWorkflows;
  readonly log: Logger;
  readonly now: () => EpochMs;
  /** A fact that nobody has applied within this many ms is applied here. */
  readonly fallbackMs: number;
  /** Signals under way at once; more are left to the relay. Default 500. */
  readonly maxInFlight?: number;
  /** Calls advanced here at once. Default 5: the pool serves the counsellors' API as well. */
  readonly maxAdvances?: number;
}

/**
 * Delivers facts from the process that committed them. A fact that is not applied in time, because Temporal is down or
 * no worker is there, is applied here, so that cards come and go; the relay tells the workflow later.
 */
export class WorkflowDelivery implements Delivery {
  private readonly options: DeliveryOptions;
  private readonly breaker = new Breaker(3, 5000);
  private readonly underWay = new Set<Promise<void>>();
  private readonly waiting: DeliverableFact[] = [];
  private readonly doubtful: { readonly fact: DeliverableFact; readonly at: number }[] = [];
  private doubt: NodeJS.Timeout | null = null;
  private draining = false;
  private signals = 0;
  private advances = 0;

  constructor(options: DeliveryOptions) {
    this.options = options;
  }

  deliver(fact: DeliverableFact): void {
    const { maxInFlight = 500, now } = this.options;
    if (this.signals >= maxInFlight || this.breaker.isOpen(now())) this.applyHere(fact);
    else this.track(this.signal(fact));
  }

  /** Applies a fact in this process, for a workflow that was asked and did not answer. */
  applyHere(fact: DeliverableFact): void {
    const { maxInFlight = 500 } = this.options;
    // Bounded: what does not fit is applied by the workflow, once the relay has told it.
    if (this.waiting.length >= maxInFlight) return;
    this.waiting.push(fact);
    this.startAdvances();
  }

  /** Notes how a message to Temporal went that somebody else sent. */
  note(succeeded: boolean): void {
    if (succeeded) this.breaker.succeeded();
    else this.breaker.failed(this.options.now());
  }

  /** Whether Temporal should be left alone for now. */
  get paused(): boolean {
    return this.breaker.isOpen(this.options.now());
  }

  /** Waits until everything under way has ended. What Temporal has taken is its own to apply. */
  async drain(): Promise<void> {
    this.draining = true;
    if (this.doubt !== null) clearTimeout(this.doubt);
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.underWay.delete(tracked));
    this.underWay.add(tracked);
  }

  private async signal(fact: DeliverableFact): Promise<void> {
    const { workflows, log } = this.options;
    this.signals += 1;
    this.doubtLater(fact);
    try {
      await workflows.signalFact(fact, { seq: fact.seq, kind: fact.kind });
      this.breaker.succeeded();
    } catch (error) {
      this.breaker.failed(this.options.now());
      log.warn({ err: error, callId: fact.callId }, 'the workflow did not take a fact');
      this.applyHere(fact);
    } finally {
      this.signals -= 1;
    }
  }

  private doubtLater(fact: DeliverableFact): void {
    const { fallbackMs } = this.options;
    this.doubtful.push({ fact, at: performance.now() + fallbackMs });
    if (this.doubt === null) this.lookIn(fallbackMs);
  }

  private lookIn(ms: number): void {
    if (!this.draining) this.doubt = setTimeout(() => this.track(this.lookAtDoubtful()), ms);
  }

  /** Looks whether facts were applied in time: one question for all that fell due since the last, which was a while ago. */
  private async lookAtDoubtful(): Promise<void> {
    const { pool, log } = this.options;
    // Timers may be a little early.
    const soon = performance.now() + 5;
    const waiting = this.doubtful.findIndex(({ at }) => at > soon);
    const due = this.doubtful.splice(0, waiting < 0 ? this.doubtful.length : waiting).map(({ fact }) => fact);
    try {
      const late = new Set(await unappliedCalls(pool, due));
      for (const fact of due) if (late.delete(fact.callId)) this.applyHere(fact);
    } catch (error) {
      log.warn({ err: error }, 'it is not known whether facts were applied in time');
    } finally {
      this.doubt = null;
      const [next] = this.doubtful;
      if (next) this.lookIn(Math.max(next.at - performance.now(), BETWEEN_LOOKS_MS));
    }
  }

  private startAdvances(): void {
    const { maxAdvances = 5 } = this.options;
    while (this.advances < maxAdvances) {
      const fact = this.waiting.shift();
      if (!fact) return;
      this.advances += 1;
      this.track(
        this.advanceHere(fact).finally(() => {
          this.advances -= 1;
          this.startAdvances();
        }),
      );
    }
  }

  private async advanceHere({ instituteId, callId }: DeliverableFact): Promise<void> {
    const { pool, log, now } = this.options;
    try {
      await pool.transaction(async (tx) => await advance(tx, { instituteId, callId, now: now(), by: 'other' }));
    } catch (error) {
      // The fact is committed: the relay and the sweeper come back to it.
      log.warn({ err: error, callId }, 'a call could not be advanced here');
    }
  }
}
