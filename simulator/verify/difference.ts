import type { LedgerEntry } from '../ledger.ts';
import type { ShownCall } from '../product/shapes.ts';
import type { Expected } from './show.ts';

/** Something the product shows otherwise than it must. */
export interface Difference {
  /** Of which call of the day; null: of none. */
  readonly call: number | null;
  readonly what: string;
  readonly expected: string;
  readonly shown: string;
}

/** A call of the ledger beside the product's, and how it must be shown. */
export interface Verified {
  readonly entry: LedgerEntry;
  readonly shown: ShownCall;
  readonly expected: Expected;
  /** Cards by each story that fits as well: they differ where only cards tell when the record came. */
  readonly cards: readonly Expected['cards'][];
  /** False: the product put some of it off, and no story of what it kept fits; its own is taken for what must be shown. */
  readonly fits: boolean;
}
