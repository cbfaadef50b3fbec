import type { VendorAccount } from '../../vendors/adapter.ts';
import type { NativeContext, NativeHappening, NativeHeard, NativeRequest, NativeSaid } from '../../vendors/native.ts';

/** What the kit has to be told of a vendor: which payloads reach it by which way, and what each comes to. */
export interface Conformance {
  /** The corpus file's name. */
  readonly corpus: string;
  readonly deliveries: readonly Delivery[];
  /** What an account needs so that everything the client can do is there. */
  readonly account: Pick<VendorAccount, 'authenticationKey'> & {
    readonly vendorSettings: Readonly<Record<string, string>>;
  };
  /** How what does not come to an endpoint is read, by the name deliveries call it: an event stream's lines. */
  readonly readers?: Readonly<Record<string, (request: NativeRequest, context: NativeContext) => NativeHeard>>;
}

type Happening<H = NativeHappening> = H extends NativeHappening ? Partial<H> & { readonly kind: H['kind'] } : never;

/** One payload of the corpus, or one of the same kind that the corpus lacks, and what it comes to. */
export interface Delivery {
  /** The corpus entry's `event`, or a sentence for one of our own. */
  readonly event: string;
  /** Our own payload, where the corpus has none. */
  readonly payload?: NativeRequest['fields'];
  /** An endpoint's name, or a reader's. */
  readonly to: string;
  readonly says: Partial<NativeSaid>;
  /** What happened, in order; `question` for one whom to ring, `ignored` for what is of no call. */
  readonly comesTo: readonly Happening[] | 'question' | 'ignored';
}

/** When the corpus is played: after all its stamps. */
export const PLAYED_AT = Date.UTC(2026, 10, 24, 6);

export const CONTEXT: NativeContext = {
  country: 'IN',
  zone: 'Asia/Kolkata',
  receivedAt: PLAYED_AT,
  vendorSettings: {},
};
