/** Of which days a report is, and whose calls it counts, as the address of its page says it. */
export interface ReportSearch {
  /** A name of `DAYS_CHOICES` (days.ts); without one, this week. */
  readonly days?: string;
  /** Dates of days of one's own. */
  readonly from?: string;
  readonly to?: string;
  readonly team?: string;
  readonly counsellor?: string;
}

export const REPORT_FIELDS = [
  'days',
  'from',
  'to',
  'team',
  'counsellor',
] as const satisfies readonly (keyof ReportSearch)[];

/** Which calls a number of a report counts: filters of `GET /v1/calls`, in its words. */
export interface CountedSearch {
  readonly from?: string;
  readonly to?: string;
  readonly team?: string;
  readonly counsellor?: string;
  readonly direction?: string;
  readonly counted?: string;
  readonly mark?: string;
  readonly vendor?: string;
  readonly campaign?: string;
  readonly noCampaign?: string;
  readonly did?: string;
  readonly noDid?: string;
  readonly weekday?: string;
  readonly hour?: string;
  readonly offerResult?: string;
}

export const COUNTED_FIELDS = [
  'from',
  'to',
  'team',
  'counsellor',
  'direction',
  'counted',
  'mark',
  'vendor',
  'campaign',
  'noCampaign',
  'did',
  'noDid',
  'weekday',
  'hour',
  'offerResult',
] as const satisfies readonly (keyof CountedSearch)[];
