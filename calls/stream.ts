import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../config/log.ts';
import { isDatabaseUnavailable } from '../db/unavailable.ts';
import {
  forgetStream,
  noteConnecting,
  noteGap,
  noteOpen,
  noteTended,
  noteWaiting,
  type Gap,
} from '../db/vendor-streams.ts';
import type { StreamEnd } from '../domain/call/stream-messages.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { OpenedStream } from '../vendors/adapter.ts';
import type { StreamLine } from '../vendors/sse.ts';
import {
  isUnchanged,
  openStreamAccount,
  ownNumbersOf,
  type StreamAccount,
  type WhichAccount,
} from './stream-account.ts';
import { Lanes } from './lanes.ts';
import { readStreamEvent, takeStreamEvent, type StreamEvent } from './stream-event.ts';
import { fillGap, type FillDeps } from './stream-gap.ts';

export interface StreamDeps extends FillDeps {
  readonly log: Logger;
}

/** Between two looks at the account, and at how the stream stands. */
const TEND_MS = 5000;
/** A stream on which nothing came for so long may be dead at the other end: a new one costs little. */
const SILENT_MS = 10 * 60_000;
/** The vendor's list has a call some time after its end: a gap is looked at again then. */
const LIST_LAG_MS = 2 * 60_000;
/** Between two tries to make up for a gap. */
const FILL_PAUSE_MS = 60_000;
/** Between two tries to take an event in while the database is away. */
const DATABASE_PAUSE_MS = 500;
/** Events taken in at once: of the worker's connections calls need the most. */
const AT_ONCE = 4;

/**
 * Reads an account's live events for as long as they come: each is committed before the next of its call is, and what is
 * not committed yet counts as not heard. What was
 * missed since it was heard of last is made up for from the vendor's list of calls. Whoever reads it twice at once, or
 * again after a crash, takes in nothing twice: events are known by their calls.
 *
 * @returns why it is over; rejects with `signal`'s reason
 */
export async function readStream(deps: StreamDeps, which: WhichAccount, signal: AbortSignal): Promise<StreamEnd> {
  const { pool, tools, log } = deps;
  const source = await openStreamAccount(pool, deps, which);
  if (source === null) {
    await forgetStream(pool, which);
    return { result: 'off' };
  }
  await noteConnecting(pool, { ...which, version: source.account.version, now: tools.now() });
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const numbers = [...(await ownNumbersOf(pool, source))];
  const opened: OpenedStream =
    source.opened === null
      ? { result: 'unreachable', reason: 'credentials_refused', retryAt: null }
      : await source.stream.open(source.opened, tools, { numbers, signal: until });
  if (opened.result === 'unreachable') {
    signal.throwIfAborted();
    const { reason, retryAt } = opened;
    await noteWaiting(pool, { ...which, problem: reason, retryAt, now: tools.now() });
    log.warn({ institute: which.instituteId, vendor: which.vendor, problem: reason }, 'a stream did not open');
    return {
      result: 'ended',
      retryAt,
      stoodMs: 0,
      hopeless: reason === 'credentials_refused' || reason === 'address_refused',
    };
  }
  const openedAt = tools.now();
  const reading = new Reading(deps, source, openedAt);
  const tending = reading.tend(stop, until);
  try {
    await reading.read(opened.lines, until);
  } finally {
    stop.abort();
    opened.close();
    await tending;
  }
  signal.throwIfAborted();
  if (reading.isChanged) return { result: 'changed' };
  await noteWaiting(pool, { ...which, problem: reading.isSilent ? 'silent' : 'cut', retryAt: null, now: tools.now() });
  return { result: 'ended', retryAt: null, stoodMs: tools.now() - openedAt, hopeless: false };
}

/** One stream that stands open. */
class Reading {
  isChanged = false;
  isSilent = false;
  private readonly deps: StreamDeps;
  private readonly source: StreamAccount;
  private readUntil: EpochMs;
  private lastEventAt: EpochMs | null = null;
  private own: ReadonlySet<string> = new Set();
  private readonly lanes = new Lanes(AT_ONCE);
  /** Events that were read and are not taken in, oldest first. */
  private readonly pending = new Set<StreamEvent>();

  constructor(deps: StreamDeps, source: StreamAccount, openedAt: EpochMs) {
    this.deps = deps;
    this.source = source;
    this.readUntil = openedAt;
  }

  /** Everything until then is committed. */
  private get heardUntil(): EpochMs {
    const [oldest] = this.pending;
    return oldest?.receivedAt ?? this.readUntil;
  }

  /** Takes in what comes, each call's in order, until the stream ends or breaks. */
  async read(lines: AsyncIterable<StreamLine>, until: AbortSignal): Promise<void> {
    const { tools, log } = this.deps;
    const { instituteId, vendor } = this.source;
    try {
      for await (const line of lines) {
        const receivedAt = tools.now();
        if (line.kind === 'data') {
          await this.begin(line.data, receivedAt, until);
          this.lastEventAt = receivedAt;
        }
        this.readUntil = receivedAt;
      }
    } catch (error) {
      // Told by kind alone: what breaks a connection may name its address, and the key is in it.
      log.warn(
        { institute: instituteId, vendor, kind: error instanceof Error ? error.name : 'unknown' },
        'a stream broke',
      );
    }
    await this.lanes.drained();
  }

  /** Has an event taken in beside those of other calls. */
  private async begin(data: string, receivedAt: EpochMs, until: AbortSignal): Promise<void> {
    const event = readStreamEvent(this.source, data, receivedAt);
    if (event === null) return;
    this.pending.add(event);
    await this.lanes.add(event.lane, async () => {
      if (await this.take(event, until)) this.pending.delete(event);
    });
  }

  /** Looks after it until `until`: says how it stands, sees changes of the account, and fills the gap before it. */
  async tend(stop: AbortController, until: AbortSignal): Promise<void> {
    const { pool, tools, log } = this.deps;
    let gap: Gap | null = null;
    let isNoted = false;
    let fillAt = 0;
    while (!until.aborted) {
      try {
        const now = tools.now();
        this.own = await ownNumbersOf(pool, this.source);
        if (isNoted)
          await noteTended(pool, { ...this.source, heardUntil: this.heardUntil, lastEventAt: this.lastEventAt, now });
        else gap = await noteOpen(pool, { ...this.source, now });
        isNoted = true;
        this.isChanged = !(await isUnchanged(pool, this.source));
        this.isSilent = now - this.heardUntil > SILENT_MS;
        if (this.isChanged || this.isSilent) stop.abort();
        else if (gap !== null && now >= fillAt) [gap, fillAt] = await this.fill(gap, until);
      } catch (error) {
        // The database is away, or something of ours is broken: the stream goes on, and is looked after again.
        if (!until.aborted)
          log.warn(
            { err: error, institute: this.source.instituteId, vendor: this.source.vendor },
            'a stream could not be looked after',
          );
      }
      await sleep(TEND_MS, undefined, { signal: until }).catch(() => undefined);
    }
  }

  /** @returns what is left of the gap, and when to go on with it */
  private async fill(gap: Gap, signal: AbortSignal): Promise<[Gap | null, EpochMs]> {
    const { pool, tools } = this.deps;
    const filled = await fillGap(this.deps, this.source, { own: this.own }, gap, signal);
    const now = tools.now();
    if (filled.ok && now < gap.until + LIST_LAG_MS) return [gap, gap.until + LIST_LAG_MS];
    await noteGap(pool, { ...this.source, gap, problem: filled.ok ? null : filled.problem });
    return filled.ok ? [null, 0] : [gap, now + FILL_PAUSE_MS];
  }

  /**
   * An event waits for the database as long as it takes; one that can't be taken in for any other reason is let go.
   *
   * @returns false when it was told to stop meanwhile: the event was not heard, the gap begins before it
   */
  private async take(event: StreamEvent, until: AbortSignal): Promise<boolean> {
    const { pool, log, delivery } = this.deps;
    while (!until.aborted) {
      try {
        if (this.own.size === 0) this.own = await ownNumbersOf(pool, this.source);
        const fact = await takeStreamEvent(pool, this.source, { own: this.own }, event);
        if (fact !== null) delivery.deliver(fact);
        return true;
      } catch (error) {
        log.warn(
          { err: error, institute: this.source.instituteId, vendor: this.source.vendor },
          'an event of a stream could not be taken in',
        );
        if (!isDatabaseUnavailable(error)) return true;
        await sleep(DATABASE_PAUSE_MS, undefined, { signal: until }).catch(() => undefined);
      }
    }
    return false;
  }
}
