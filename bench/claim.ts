/** One thing that was measured many times. */
export interface Series {
  readonly name: string;
  /** How long each took, in ms. */
  readonly times: readonly number[];
  /** How many a second, where it is the rate that counts; else null. */
  readonly perSecond: number | null;
}

/** One thing that was measured once on either side. */
export interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number;
}

/** What issue 3 asks for. Missed aims are reported, never asserted: a busy machine is no fault of the code. */
export interface Aim {
  readonly name: string;
  readonly measured: number;
  readonly wanted: number;
  /** Whether the measured value should lie below the wanted one, or reach it. */
  readonly is: 'below' | 'at most' | 'at least';
  readonly unit: string;
}

/** A claim with its measurements and those of its baseline in the same run. */
export interface Claim {
  readonly title: string;
  readonly ours: readonly Series[];
  readonly baseline: Series;
  /** Where what to compare with can be read in several ways: the other readings. */
  readonly otherBaselines?: readonly Series[];
  readonly quantities?: readonly Quantity[];
  readonly aims: readonly Aim[];
  /** What a reader must know beside the figures. */
  readonly notes: readonly string[];
}

/** Whether an aim is met. */
export function isMet({ is, measured, wanted }: Aim): boolean {
  if (is === 'at least') return measured >= wanted;
  return is === 'below' ? measured < wanted : measured <= wanted;
}
