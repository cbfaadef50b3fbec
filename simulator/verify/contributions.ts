import type { Verified } from './difference.ts';

/** What calls add to one counsellor's row of the productivity report (product 7); `agent` null: `unattributed`. */
export interface Row {
  inboundSuccess: number;
  inboundMissed: number;
  outboundSuccess: number;
  outboundMissed: number;
  campaignSuccess: number;
  campaignMissed: number;
  totalCallDuration: number;
  offers: number;
  offersAnswered: number;
}

const empty = (): Row => ({
  inboundSuccess: 0,
  inboundMissed: 0,
  outboundSuccess: 0,
  outboundMissed: 0,
  campaignSuccess: 0,
  campaignMissed: 0,
  totalCallDuration: 0,
  offers: 0,
  offersAnswered: 0,
});

/** The report the verified calls come to, by counsellor. */
export function rowsOf(verified: readonly Verified[]): ReadonlyMap<string | null, Row> {
  const rows = new Map<string | null, Row>();
  const rowOf = (agent: string | null): Row => {
    const row = rows.get(agent) ?? empty();
    rows.set(agent, row);
    return row;
  };
  for (const one of verified) add(one, rowOf);
  return rows;
}

function add({ entry, expected }: Verified, rowOf: (agent: string | null) => Row): void {
  const { click, script, call } = entry;
  const clicker = click !== null && call.kind === 'clicked' ? call.counsellor : null;
  // A call that the vendor never took counts for nobody.
  if (click !== null && !click.placed) return;
  const { outcome, talkers, offers } = expected;
  const isAnswered = outcome === 'answered';
  const count = (agent: string | null, how: 'Success' | 'Missed'): void => {
    rowOf(agent)[`${script.direction}${how}`] += 1;
  };
  const involved = new Set([
    ...(clicker === null ? [] : [clicker]),
    ...offers.map(({ agent }) => agent),
    ...talkers.map(({ agent }) => agent),
  ]);
  for (const agent of involved) {
    const own = offers.filter((offer) => offer.agent === agent);
    const talker = talkers.find((each) => each.agent === agent);
    const row = rowOf(agent);
    row.offers += own.length;
    row.offersAnswered += own.filter(({ result }) => result === 'answered').length;
    if (talker !== undefined) {
      count(agent, 'Success');
      row.totalCallDuration += talker.talkSeconds ?? 0;
    } else if (outcome !== 'unknown' && (agent === clicker ? !isAnswered : own.at(-1)?.result === 'missed'))
      count(agent, 'Missed');
  }
  const nobody = involved.size === 0 || (isAnswered && talkers.length === 0);
  if (!nobody) return;
  rowOf(null);
  if (isAnswered) {
    count(null, 'Success');
    rowOf(null).totalCallDuration += expected.talkSeconds ?? 0;
  } else if (outcome !== 'unknown') count(null, 'Missed');
}
