import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  log,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CounsellorId } from '../domain/ids.ts';
import { route } from '../domain/routing/route.ts';
import { advance, pullRecord } from './call-activities.ts';
import { describe, publishAttributes } from './call-visibility.ts';
import { FACT_SIGNAL, ROUTE_UPDATE, WAKE_SIGNAL, type CallInput, type FactSignal, type RouteUpdate, type Advanced } from '../domain/call/messages.ts';
import { LazyTimer } from './lazy-timer.ts';

const fact = defineSignal<[FactSignal]>(FACT_SIGNAL);
const wake = defineSignal(WAKE_SIGNAL);
const routeQuestion = defineUpdate<readonly CounsellorId[], [RouteUpdate]>(ROUTE_UPDATE);

/** Between two tries to have the vendor asked when its worker does not answer; doubles up to the longest. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/**
 * One call from its first event to the end of its wrap-up. It holds no state of its own: whatever wakes it, it
 * runs `advance`, does what that asks for, and sleeps until the next fact or the time `advance` named. A fact
 * after the end starts a new run under the same id, which needs nothing from this one.
 *
 * @returns how the call stood when the run closed
 */
export async function call(input: CallInput): Promise<Pick<Advanced, 'state' | 'outcome'> | null> {
  let heardSeq = 0;
  let woken = true;
  setHandler(fact, ({ seq }) => {
    heardSeq = Math.max(heardSeq, seq);
  });
  setHandler(wake, () => {
    woken = true;
  });
  setHandler(routeQuestion, ({ seq, snapshot }) => {
    heardSeq = Math.max(heardSeq, seq);
    return route(snapshot);
  });

  const timer = new LazyTimer();
  const asking = new VendorQuestion(input);
  let standing: Advanced | null = null;
  const marked = () => woken || heardSeq > (standing?.appliedSeq ?? 0);
  const due = () => standing?.wakeAt != null && standing.wakeAt <= Date.now();

  for (;;) {
    if (marked() || due()) {
      woken = false;
      standing = await advance(input);
      if (standing === null) return null;
      publishAttributes(input, standing);
      setCurrentDetails(describe(standing));
      if (standing.ask === 'record') asking.begin(standing.vendor);
    }
    // Handlers only mark, so nothing can be under way here: no fact is lost between this look and the return.
    if (standing?.closed && !marked()) return { state: standing.state, outcome: standing.outcome };
    const wakeAt = standing?.ask ? asking.retryAt : standing?.wakeAt;
    if (wakeAt != null) timer.arm(wakeAt, 'Wait for the next event');
    await condition(() => marked() || timer.hasFired || asking.hasEnded);
    timer.takeFired();
    woken = asking.takeEnded() || woken;
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished() && !asking.running) {
      await continueAsNew<typeof call>(input);
    }
  }
}

/** The question to the vendor under way, beside which the call goes on being advanced. */
class VendorQuestion {
  private readonly input: CallInput;
  private ended = false;
  private pauseMs = FIRST_PAUSE_MS;
  running = false;
  /** When to try again after the vendor's worker did not answer. */
  retryAt: number | null = null;

  constructor(input: CallInput) {
    this.input = input;
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  takeEnded(): boolean {
    const ended = this.ended;
    this.ended = false;
    return ended;
  }

  begin(vendor: string): void {
    if (this.running || (this.retryAt !== null && this.retryAt > Date.now())) return;
    this.running = true;
    this.retryAt = null;
    void this.ask(vendor);
  }

  private async ask(vendor: string): Promise<void> {
    try {
      await pullRecord(this.input, vendor);
      this.pauseMs = FIRST_PAUSE_MS;
    } catch {
      // No worker of this vendor, or none that gets through. The call goes on; its facts still come.
      log.warn('the vendor could not be asked');
      this.retryAt = Date.now() + this.pauseMs;
      this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    } finally {
      this.running = false;
      this.ended = true;
    }
  }
}
