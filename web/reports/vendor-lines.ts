import type { Defined } from './definitions.ts';

type Measure = 'lostCallBacks' | 'lostPopups' | 'late' | 'outOfOrder' | 'repaired' | 'clickErrors';

export interface VendorLine {
  readonly id: Measure;
  readonly label: string;
  readonly defined: Defined;
  /** As `mark` of `GET /v1/calls`. */
  readonly mark: string;
  /** What became of such calls. */
  readonly deed: string;
}

/** What can be wrong with what a vendor tells, and what was done about it. */
export const VENDOR_LINES: readonly VendorLine[] = [
  {
    id: 'lostCallBacks',
    label: 'Lost call backs',
    defined: 'lostCallBacks',
    mark: 'call_back_missing',
    deed: 'The vendor’s record was asked for; a call of which there is none ends as unknown.',
  },
  {
    id: 'repaired',
    label: 'Repaired',
    defined: 'repaired',
    mark: 'repaired',
    deed: 'Outcome, talk and counsellor are from the record; the call counts like any other.',
  },
  {
    id: 'lostPopups',
    label: 'Lost pop-ups',
    defined: 'lostPopups',
    mark: 'popup_missing',
    deed: 'No card was shown: the ring is counted as an offer, afterwards.',
  },
  {
    id: 'late',
    label: 'Late',
    defined: 'late',
    mark: 'late',
    deed: 'A ring that was over showed no card; a correction was applied all the same.',
  },
  {
    id: 'outOfOrder',
    label: 'Out of order',
    defined: 'outOfOrder',
    mark: 'out_of_order',
    deed: 'Put into order: the call comes to the same, whatever came first.',
  },
  {
    id: 'clickErrors',
    label: 'Click errors',
    defined: 'clickErrors',
    mark: 'click_error',
    deed: 'The counsellor was told why. Nothing was dialled again unless the vendor certainly had not.',
  },
];
