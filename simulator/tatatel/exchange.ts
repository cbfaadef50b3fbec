import { randomBytes } from 'node:crypto';
import type { EpochMs } from '../../domain/ids.ts';
import type { Fault } from './faults.ts';
import type { ExchangeRecord, LiveCall } from './rows.ts';

export interface ExchangeOptions {
  readonly email: string;
  readonly password: string;
  /** A long-lived token as the portal issues it. */
  readonly portalToken: string;
  /** The most records a page holds, whatever `limit` asks for. */
  readonly largestPage: number;
  /** What customer filters do on live accounts: nothing, or they return nothing. */
  readonly customerFilters: 'ignored' | 'return_nothing';
  /** The id a click to call is answered with; accounts differ. */
  readonly clickToCallGives: 'call_id' | 'ref_id' | 'nothing';
  /** Whether the next click to call is answered without any id all the same. */
  readonly withholdsId: () => boolean;
  /** What a request meets, unless a fault was armed for it. */
  readonly chooseFault: (request: LoggedRequest) => Fault | null;
  readonly now: () => EpochMs;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly authorization: string | null;
}

/** A click to call that the exchange took. */
export interface PlacedCall {
  readonly callId: string;
  readonly refId: string;
  readonly agentNumber: string;
  readonly destination: string;
  readonly callerId: string | null;
  /** Given back in its webhooks. */
  readonly customIdentifier: string | null;
}

interface Armed {
  readonly fault: Fault;
  readonly path: string | null;
  left: number;
}

const longestLog = 5000;
const retryMs = 60_000;

/** What the exchange knows: the truth that its answers tell in the vendor's way. */
export class Exchange {
  readonly options: ExchangeOptions;
  /** When a refused log-in or request may come back; set it to choose. */
  retryAt: EpochMs | null = null;
  failedLogins = 0;
  /** Awaited between taking a click to call and answering it: events may come before the answer. */
  beforeAnswer: ((placed: PlacedCall) => Promise<void>) | null = null;
  /** Clicks to call in the order they were taken, also those whose answer was lost. */
  readonly placed: PlacedCall[] = [];
  readonly requests: LoggedRequest[] = [];
  readonly #live = new Map<string, { readonly id: number; readonly call: LiveCall }>();
  readonly #records: { readonly id: string; readonly record: ExchangeRecord }[] = [];
  readonly #tokens = new Set<string>();
  readonly #armed: Armed[] = [];
  #expired = new Set<string>();

  constructor(options: ExchangeOptions) {
    this.options = options;
  }

  /** A call that is on now. */
  addLiveCall(call: LiveCall): void {
    this.#live.set(call.callId, { id: 5_512_345 + this.#live.size, call });
  }

  /** The call leaves the live list; without a record nothing of it is known any more. */
  endCall(callId: string, record?: ExchangeRecord): void {
    this.#live.delete(callId);
    if (record !== undefined) this.addRecord(record);
  }

  addRecord(record: ExchangeRecord): void {
    this.#records.push({ id: (this.#records.length + 1).toString(16).padStart(24, '6'), record });
  }

  /** Takes a click to call: the agent's phone rings from now on. */
  place(call: Omit<PlacedCall, 'callId' | 'refId'>): PlacedCall {
    const number = this.placed.length + 1;
    const callId = `${Math.floor(this.options.now() / 1000)}.${300_000 + number}`;
    const placed = { ...call, callId, refId: `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000` };
    this.placed.push(placed);
    return placed;
  }

  /** The next requests, `times` of them and only to `path` if one is given, meet a fault. */
  failNext(fault: Fault, times = 1, path: string | null = null): void {
    this.#armed.push({ fault, path, left: times });
  }

  /** All log-in tokens given out so far expire. */
  expireTokens(): void {
    this.#expired = new Set(this.#tokens);
  }

  /** All log-in tokens given out so far are unknown from now on. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  issueToken(): string {
    const token = `jwt.${randomBytes(12).toString('hex')}`;
    this.#tokens.add(token);
    return token;
  }

  judgeToken(authorization: string | null): 'good' | 'missing' | 'expired' | 'unknown' {
    const token = authorization?.replace(/^Bearer /, '') ?? '';
    if (token === '') return 'missing';
    if (token === this.options.portalToken) return 'good';
    if (this.#expired.has(token)) return 'expired';
    return this.#tokens.has(token) ? 'good' : 'unknown';
  }

  log(request: LoggedRequest): void {
    this.requests.push(request);
    if (this.requests.length > longestLog) this.requests.shift();
  }

  takeFault(request: LoggedRequest): Fault | null {
    const armed = this.#armed.find(({ left, path: only }) => left > 0 && (only === null || only === request.path));
    if (armed === undefined) return this.options.chooseFault(request);
    armed.left -= 1;
    return armed.fault;
  }

  retryStamp(): EpochMs {
    return this.retryAt ?? this.options.now() + retryMs;
  }

  liveCalls(): readonly { readonly id: number; readonly call: LiveCall }[] {
    return [...this.#live.values()];
  }

  /** The records of a window by their start, newest first, as far as they have appeared. */
  recordsBetween(from: EpochMs, to: EpochMs): readonly { readonly id: string; readonly record: ExchangeRecord }[] {
    const now = this.options.now();
    return this.#records
      .filter(({ record }) => record.startedAt >= from && record.startedAt <= to && (record.appearsAt ?? 0) <= now)
      .toSorted((a, b) => b.record.startedAt - a.record.startedAt);
  }
}
