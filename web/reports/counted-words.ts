import type { CountedSearch } from './report-search.ts';
import { daysInWords, isDate } from './days.ts';

/** What reports count calls as, for the head of their list. */
const COUNTED: Readonly<Record<string, string>> = {
  any: 'all of them',
  success: 'somebody talked',
  timed: 'somebody talked, and we know for how long',
  missed: 'missed',
  unanswered: 'nobody talked',
  offered: 'rang',
};

/** The same where it is about one counsellor. */
const COUNTED_OF_ONE: Readonly<Record<string, string>> = {
  ...COUNTED,
  success: 'talked',
  timed: 'talked, and we know for how long',
  offered: 'was rung',
};

const MARKS: Readonly<Record<string, string>> = {
  late: 'told late',
  out_of_order: 'told out of order',
  repaired: 'repaired from the vendor’s record',
  click_error: 'clicks that failed',
  call_back_missing: 'no call back came',
  popup_missing: 'no pop-up request came',
};

const DIRECTIONS: Readonly<Record<string, string>> = {
  inbound: 'Incoming calls',
  outbound: 'Outgoing calls',
  campaign: 'Campaign calls',
};

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

interface Names {
  readonly counsellor: string | undefined;
  readonly team: string | undefined;
}

/** Which calls these are: "Incoming calls: missed". */
export function titleOf({ direction, counted, mark, counsellor, offerResult }: CountedSearch): string {
  const calls = DIRECTIONS[direction ?? ''] ?? 'Calls';
  const words = counsellor === undefined || counsellor === 'unattributed' ? COUNTED : COUNTED_OF_ONE;
  const said =
    mark !== undefined
      ? (MARKS[mark] ?? mark.replace('reason:', '').replaceAll('_', ' '))
      : offerResult === 'answered'
        ? 'a ring was answered'
        : words[counted ?? 'any'];
  return said === undefined || said === COUNTED['any'] ? calls : `${calls}: ${said}`;
}

/** What else they are narrowed by, each with what it is: "Counsellor: Asha Rao". */
export function narrowedBy(search: CountedSearch, { counsellor, team }: Names): readonly string[] {
  const { from, to, campaign, noCampaign, did, noDid, vendor, weekday, hour } = search;
  const at = hour === undefined ? undefined : `from ${hour}:00 to ${Number(hour) + 1}:00`;
  return [
    isDate(from) && isDate(to) ? daysInWords({ from, to }) : undefined,
    [weekday === undefined ? undefined : WEEKDAYS[Number(weekday) - 1], at].filter(isSaid).join(' ') || undefined,
    search.counsellor === 'unattributed' ? 'Counted for nobody' : counsellor && `Counsellor: ${counsellor}`,
    team && `Team: ${team}`,
    campaign && `Campaign: ${campaign}`,
    noCampaign && 'Without a campaign',
    did && `Number dialled: ${did}`,
    noDid && 'No number of ours dialled',
    vendor && `Telephone system: ${vendor}`,
  ].filter(isSaid);
}

const isSaid = (text: string | undefined): text is string => text !== undefined && text !== '';
