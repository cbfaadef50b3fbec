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
import { advance, dial, fetchRecording, pullRecord } from './call-activities.ts';
import { describe, publishAttributes, waitsFor } from './call-visibility.ts';
import {
  FACT_SIGNAL,
  ROUTE_UPDATE,
  WAKE_SIGNAL,
  type CallInput,
  type FactSignal,
  type RouteUpdate,
  type Advanced,
} from '../domain/call/messages.ts';
import { LazyTimer } from './lazy-timer.ts';

const fact = defineSignal<[FactSignal]>(FACT_SIGNAL);
const wake = defineSignal(WAKE_SIGNAL);
const routeQuestion = defineUpdate<readonly CounsellorId[], [RouteUpdate]>(ROUTE_UPDATE);

/** Between two tries to have the vendor asked when its worker does not answer; doubles up to the longest. */
const RECORD_PAUSES = { firstMs: 60_000, longestMs: 15 * 60_000 };
/** The same for a dial, which has 20 s in all; whether it is still to be tried `plan` says. */
const DIAL_PAUSES = { firstMs: 1000, longestMs: 1000 };

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
  const asking = new VendorQuestion(async (vendor) => await pullRecord(input, vendor), RECORD_PAUSES);
  const dialling = new VendorQuestion(async (vendor) => await dial(input, vendor), DIAL_PAUSES);
  const fetching = new VendorQuestion(async (vendor) => await fetchRecording(input, vendor), RECORD_PAUSES);
  const questions = { record: asking, dial: dialling, recording: fetching };
  const all = Object.values(questions);
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
      if (standing.ask !== null) questions[standing.ask].begin(standing.vendor);
    }
    // Handlers only mark, so nothing can be under way here: no fact is lost between this look and the return.
    if (standing?.closed && !marked()) return { state: standing.state, outcome: standing.outcome };
    // A question to the vendor may take long, or be put off: what else is waited for comes beside it.
    const times = standing?.ask ? [questions[standing.ask].retryAt, standing.besideAt] : [standing?.wakeAt];
    for (const at of times) if (standing && at != null) timer.arm(at, waitsFor(standing));
    await condition(() => marked() || timer.hasFired || all.some((question) => question.hasEnded));
    timer.takeFired();
    const answered = all.filter((question) => question.takeEnded()).length > 0;
    woken = answered || woken;
    const quiet = allHandlersFinished() && !all.some((question) => question.running);
    if (workflowInfo().continueAsNewSuggested && quiet) {
      await continueAsNew<typeof call>(input);
    }
  }
}

/** Something the vendor is asked for, beside which the call goes on being advanced. */
class VendorQuestion {
  private readonly ask: (vendor: string) => Promise<void>;
  private readonly pauses: { readonly firstMs: number; readonly longestMs: number };
  private ended = false;
  private pauseMs: number;
  running = false;
  /** When to try again after the vendor's worker did not answer. */
  retryAt: number | null = null;

  constructor(ask: VendorQuestion['ask'], pauses: VendorQuestion['pauses']) {
    this.ask = ask;
    this.pauses = pauses;
    this.pauseMs = pauses.firstMs;
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
    void this.askNow(vendor);
  }

  private async askNow(vendor: string): Promise<void> {
    try {
      await this.ask(vendor);
      this.pauseMs = this.pauses.firstMs;
    } catch {
      // No worker of this vendor, or none that gets through. The call goes on; its facts still come.
      log.warn('the vendor could not be asked');
      this.retryAt = Date.now() + this.pauseMs;
      this.pauseMs = Math.min(this.pauseMs * 2, this.pauses.longestMs);
    } finally {
      this.running = false;
      this.ended = true;
    }
  }
}
