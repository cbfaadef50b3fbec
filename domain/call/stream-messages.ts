import type { EpochMs, InstituteId } from '../ids.ts';

/** Names and shapes by which the workflows that read live events, or compare a day, are spoken to: ids, enums and times alone. */

export const STREAM_WORKFLOW = 'stream';

/** Task queue of reading one vendor's streams: each holds a connection for as long as it stands. */
export function streamQueue(vendor: string): string {
  return `stream-${vendor}`;
}

/** An account at a vendor. */
export interface AccountInput {
  readonly institute: InstituteId;
  readonly vendor: string;
}

export function streamWorkflowId({ institute, vendor }: AccountInput): string {
  return `stream-${institute}-${vendor}`;
}

/** Look at the account again: it was set up, changed, or taken away. */
export const TEND_SIGNAL = 'tend';

/** Why nobody reads a stream any more. */
export type StreamEnd =
  /** It is not wanted, or the account can't open it. */
  | { readonly result: 'off' }
  /** The account was changed: read it anew, at once. */
  | { readonly result: 'changed' }
  /** It did not open, or broke. */
  | {
      readonly result: 'ended';
      /** Not before then, as the vendor said; null when it did not. */
      readonly retryAt: EpochMs | null;
      /** How long it had stood. */
      readonly stoodMs: number;
      /** Trying again soon would not help. */
      readonly hopeless: boolean;
    };
