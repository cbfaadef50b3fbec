import { LATE, OUT_OF_ORDER, REASON, REPAIRED } from './marks.ts';

interface Count {
  readonly vendor: string;
  readonly calls: number;
}

/** How one vendor kept to its part. Calls with such a thing, but `repeated`, which counts requests. */
export interface VendorReport {
  readonly vendor: string;
  readonly calls: number;
  readonly lostCallBacks: number;
  readonly lostPopups: number;
  readonly late: number;
  readonly outOfOrder: number;
  readonly repeated: number;
  readonly repaired: number;
  readonly clickErrors: number;
  /** Flags and reasons of clicks that failed, by their names. */
  readonly flags: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
}

interface Counted {
  readonly calls: readonly Count[];
  readonly marks: readonly (Count & { readonly mark: string })[];
  readonly repeats: readonly Count[];
}

const OURS: ReadonlySet<string> = new Set([LATE, OUT_OF_ORDER, REPAIRED]);

/** One report a vendor that anything was counted of, by its slug. */
export function vendorReports({ calls, marks, repeats }: Counted): readonly VendorReport[] {
  const vendors = new Set([...calls, ...marks, ...repeats].map(({ vendor }) => vendor));
  return [...vendors].toSorted().map((vendor) => {
    const own = marks.filter((one) => one.vendor === vendor);
    const found = (mark: string) => own.find((one) => one.mark === mark)?.calls ?? 0;
    const of = (counts: readonly Count[]) => counts.find((one) => one.vendor === vendor)?.calls ?? 0;
    const reasons = own.filter(({ mark }) => mark.startsWith(REASON));
    const flags = own.filter(({ mark }) => !mark.startsWith(REASON) && !OURS.has(mark));
    return {
      vendor,
      calls: of(calls),
      lostCallBacks: found('call_back_missing'),
      lostPopups: found('popup_missing'),
      late: found(LATE),
      outOfOrder: found(OUT_OF_ORDER),
      repeated: of(repeats),
      repaired: found(REPAIRED),
      clickErrors: reasons.reduce((sum, reason) => sum + reason.calls, 0),
      flags: Object.fromEntries(flags.map(({ mark, calls: count }) => [mark, count])),
      reasons: Object.fromEntries(reasons.map(({ mark, calls: count }) => [mark.slice(REASON.length), count])),
    };
  });
}
