import type { z } from 'zod';
import type { Direction, LegStatus } from '../domain/call/facts.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { Http } from './http.ts';
import type { Line } from './line.ts';
import type { NativeContext, NativeEndpoint, NativeHeard } from './native.ts';
import type { Portal } from './portal.ts';
import type { Sessions } from './session.ts';
import type { StreamLine } from './sse.ts';
import type { Turns } from './turns.ts';
import type { Unreachable, UnreachableReason } from './unreachable.ts';

/** Requests a vendor is expected to send of an inbound call; a reconciled call says which never came. */
export type ExpectedEvent = 'routing_question' | 'popup_request' | 'call_back';

/** An institute's account at a vendor, with its secrets. */
export interface VendorAccount {
  readonly instituteId: number;
  /** The institute's, ISO 3166 alpha-2: bare numbers in the vendor's answers are read in it. */
  readonly country: string;
  readonly authenticationKey: string | null;
  /** `vendorSettings` of the contract with the secrets in place. */
  readonly vendorSettings: unknown;
}

/** What a client needs besides the account; one for the process. */
export interface VendorTools {
  readonly http: Http;
  readonly sessions: Sessions;
  readonly now: () => EpochMs;
  /** Absent: no other process asks for the same accounts. */
  readonly turns?: Turns;
  /** Between two requests of one account; null: as the vendor needs it. */
  readonly gapMs: number | null;
}

/** Which call is asked for. By `callId` alone where there is one, else by number and time. */
export interface CallQuery {
  /** The vendor's id, as it came with the call's requests. */
  readonly callId: string | null;
  /** The student's E.164 key. */
  readonly number: string | null;
  /** Key of the agent last heard of; of several calls with one number, theirs is preferred. */
  readonly agent: string | null;
  readonly direction: Direction | null;
  /** The vendor's own start, else when we first heard of the call. */
  readonly startedAt: EpochMs;
  /** Of a call without id: a record that began before is another call's. */
  readonly notBefore?: EpochMs;
}

/** A vendor's record of a call, reduced to what it says. */
export interface CallRecord {
  readonly callId: string | null;
  readonly number: string | null;
  readonly did: Line | null;
  readonly direction: Direction | null;
  /** Who took it, or whom it failed at; null when nobody is named. */
  readonly agent: Line | null;
  /** Who was rung and did not take it. */
  readonly missedAgents: readonly Line[];
  readonly status: LegStatus;
  /** Null unless someone talked and the record says how long. */
  readonly talkSeconds: number | null;
  readonly startedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  readonly recordingUrl: string | null;
  readonly flags: readonly ('time_implausible' | 'status_unrecognised')[];
}

/** Whether an account's credentials are good; the problem is the first credential's that is not. */
export type CredentialTest = { readonly ok: true } | ({ readonly ok: false } & Unreachable);

/** live: the call is on · found: its record · none: the vendor knows no such call. */
export type FoundCall =
  | { readonly result: 'live' }
  | { readonly result: 'found'; readonly report: CallRecord }
  | { readonly result: 'none' }
  | ({ readonly result: 'unreachable' } & Unreachable);

/** One click to call: the counsellor's phone rings first, then the student's. */
export interface DialRequest {
  /** The counsellor's number at the vendor as entered. */
  readonly agentNumber: string;
  /** The vendor's own id of that counsellor, where one was entered beside the number. */
  readonly vendorUserId?: string | null;
  /** The student's E.164 key. */
  readonly number: string;
  /** What the student sees; null: the vendor's own choice. */
  readonly callerId: string | null;
  /** Ours; the vendor gives it back in its events where it can. */
  readonly reference: string;
  /** Where the institute was told to send it; absent: the vendor's usual address. */
  readonly url?: string | null;
  /** From then on it is not sent any more, however long it had to wait for its turn. */
  readonly notAfter?: EpochMs;
}

/** Why a vendor did not place a call, for certain. */
export type RefusedReason = 'credentials_refused' | 'address_refused' | 'request_refused';

/**
 * accepted: it rings, under these ids where the vendor gave some · refused: certainly not, and asking again would not help ·
 * not_taken: certainly not, and it may be asked again from `retryAt` · unclear: it may ring or not; never ask again (product 4).
 */
export type Dialled =
  | { readonly result: 'accepted'; readonly callId: string | null; readonly vendorRef: string | null }
  | { readonly result: 'refused'; readonly reason: RefusedReason }
  | { readonly result: 'not_taken'; readonly reason: UnreachableReason; readonly retryAt: EpochMs | null }
  | { readonly result: 'unclear'; readonly reason: UnreachableReason };

/** Part of the vendor's list of calls. `next` asks for the part after it; null: this was the last. */
export type ListedCalls =
  | { readonly result: 'listed'; readonly records: readonly CallRecord[]; readonly next: string | null }
  | ({ readonly result: 'unreachable' } & Unreachable);

/** Where a recording can be had now, with what has to be shown to get it. */
export type FreshLink =
  | { readonly result: 'found'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  /** The vendor does not have it (any more, or yet). */
  | { readonly result: 'none' }
  | ({ readonly result: 'unreachable' } & Unreachable);

/** A counsellor as the vendor knows them. */
export interface VendorUser {
  /** As entered. */
  readonly agentNumber: string;
  readonly vendorUserId: string | null;
  readonly email: string;
}

/** done · unsupported: this account or user can't be told · else the vendor could not be asked, or declined. */
export type AvailabilityTold =
  | { readonly result: 'done' }
  | { readonly result: 'unsupported' }
  | ({ readonly result: 'unreachable' } & Unreachable);

export interface VendorClient {
  /** Places a call, once. Absent: the vendor can't. Never throws; takes half a minute at most, or until `signal`. */
  readonly dial?: (request: DialRequest, signal?: AbortSignal) => Promise<Dialled>;
  /** Ends a live call by the vendor's id. Says whether the vendor agreed. Absent: the vendor can't. */
  readonly hangUp?: (callId: string, signal?: AbortSignal) => Promise<boolean>;
  /** Asks live calls, then records. Takes half a minute at most, or until `signal`; never throws. */
  readonly findCall: (query: CallQuery, signal?: AbortSignal) => Promise<FoundCall>;
  /** The calls that began from `from` up to `to`, part by part in any order. Each part takes half a minute at most; never throws. Absent: the vendor has no list. */
  readonly listCalls?: (
    window: { readonly from: EpochMs; readonly to: EpochMs; readonly after: string | null },
    signal?: AbortSignal,
  ) => Promise<ListedCalls>;
  /**
   * A fresh address for what `CallRecord.recordingUrl` or an event named. Absent: that address itself is good. Never throws.
   * The headers are for that address's host alone. `refused`: what it gave before was not accepted there.
   */
  readonly recordingLink?: (recordingUrl: string, signal?: AbortSignal, refused?: boolean) => Promise<FreshLink>;
  /** Tells the vendor whether a counsellor takes calls. Absent: it can't be told. Never throws. */
  readonly setTakingCalls?: (user: VendorUser, takingCalls: boolean, signal?: AbortSignal) => Promise<AvailabilityTold>;
  /** Tries each credential that is set, anew, without effect at the vendor. Absent: there is nothing to try it by. Never throws. */
  readonly test?: (signal: AbortSignal) => Promise<CredentialTest>;
}

/** A vendor's stream that stands open; whoever reads it closes it. */
export type OpenedStream =
  | { readonly result: 'open'; readonly lines: AsyncIterable<StreamLine>; readonly close: () => void }
  | ({ readonly result: 'unreachable' } & Unreachable);

/** Live events that we fetch, where a vendor sends us none. */
export interface VendorStream {
  /** Reads one event's data, as an endpoint reads a request. Never throws. */
  readonly read: (data: string, context: NativeContext) => NativeHeard;
  /** Keys of the numbers that an account's settings call its own: a stream may carry others' calls too. */
  readonly ownNumbers: (vendorSettings: unknown, country: string) => readonly string[];
  /** Whether an account has what opens it, as `canPull`. */
  readonly canOpen: (credentials: readonly string[]) => boolean;
  /** Opens it from now on. `numbers` are keys of the institute's DIDs. Never throws; `signal` ends it. */
  readonly open: (
    account: VendorAccount,
    tools: VendorTools,
    options: { readonly numbers: readonly string[]; readonly signal: AbortSignal },
  ) => Promise<OpenedStream>;
}

/** Everything Callthread knows of one vendor. Adding one is a folder and a line in registry.ts. */
export interface VendorAdapter {
  /** In paths and settings; its key in registry.ts. */
  readonly slug: string;
  readonly name: string;
  /** Of stamps without offset in the vendor's own API and events; the classic dialect uses the institute's. */
  readonly zone: string;
  /** What the vendor calls what goes into `authenticationKey`. */
  readonly keyName: string;
  /** Of `vendorSettings`, with defaults; secrets are among its fields. Their titles and descriptions are for admins. */
  readonly settingsSchema: z.ZodObject;
  /** The fields of `vendorSettings` that are secrets. */
  readonly secretFields: readonly string[];
  readonly expectedEvents: readonly ExpectedEvent[];
  /** The vendor's own requests that we read, as it documents them (contract 2). */
  readonly endpoints: readonly NativeEndpoint[];
  /** Its live events, where we read them; absent: the vendor sends them to `endpoints`. */
  readonly stream?: VendorStream;
  /** How its portal is set up for the classic dialect; absent: we know no more than the fields. */
  readonly portal?: Portal;
  /** Whether an account can place calls, as `canPull`; absent: the vendor never can. */
  readonly canDial?: (credentials: readonly string[]) => boolean;
  /** Whether its clients have `setTakingCalls`; absent: the vendor can't be told who takes calls. */
  readonly canTellAvailability?: true;
  /** Whether an account's calls can be asked for; `credentials` names the secrets that are set, by path. */
  readonly canPull: (credentials: readonly string[]) => boolean;
  /** Null when the vendor has no such API, or the account lacks what it needs. */
  readonly client: (account: VendorAccount, tools: VendorTools) => VendorClient | null;
}
