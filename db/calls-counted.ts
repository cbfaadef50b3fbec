import { sql, type FragmentSqlToken } from 'slonik';
import { REASON } from '../domain/reports/marks.ts';
import { reported, type ReportQuestion } from './report-sight.ts';

/** Stands for nobody where a counsellor is asked for: the row of a report for calls that belong to none. */
export const UNATTRIBUTED = 'unattributed';

/**
 * What a call can be in reports, for some counsellors or for anybody: counted at all, a success, one whose talk is known,
 * missed by one of them, missed and talked on by none, rung. It is in the list of a cell once.
 */
export const COUNTED = ['any', 'success', 'timed', 'missed', 'unanswered', 'offered'] as const;
export type Counted = (typeof COUNTED)[number];

const MEASURES: Readonly<Record<Counted, FragmentSqlToken>> = {
  any: sql.fragment`true`,
  success: sql.fragment`b.success = 1`,
  timed: sql.fragment`b.timed_successes = 1`,
  missed: sql.fragment`b.missed = 1`,
  unanswered: sql.fragment`b.missed = 1`,
  offered: sql.fragment`b.offers > 0`,
};

/** Stands for every reason why a click failed where a mark is asked for. */
const CLICK_ERROR = 'click_error';

interface Cell {
  /** An id, or `UNATTRIBUTED`. */
  readonly counsellor: string | null;
  readonly team: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Whose part in calls the reports of the viewer count; null: everybody's. */
  readonly reports: ReportQuestion | null;
}

/** The parts `b` in the call `c` of the surrounding query that a cell adds up. */
function partsOf({ counsellor, team, from, to, reports }: Cell): FragmentSqlToken {
  const nobody = counsellor === UNATTRIBUTED;
  return sql.fragment`${sql.and([
    sql.fragment`b.institute_id = c.institute_id and b.call_id = c.id`,
    nobody && sql.fragment`b.counsellor_id is null`,
    counsellor !== null && !nobody && sql.fragment`b.counsellor_id = ${counsellor}::uuid`,
    team !== null &&
      sql.fragment`b.counsellor_id in (
      select mate.id from counsellor mate where mate.institute_id = b.institute_id and mate.team_id = ${team}::uuid
    )`,
    reports !== null && sql.fragment`b.counsellor_id in (${reported(reports)})`,
    // The call's own start says as much; by these an index finds few among many.
    from !== null && sql.fragment`b.day >= ${from}::date`,
    to !== null && sql.fragment`b.day <= ${to}::date`,
  ])}`;
}

/** That reports count the call `c` of the surrounding query so: what they add up are its contributions. */
export function countedAs(how: Counted, cell: Cell): FragmentSqlToken {
  const theirs = partsOf(cell);
  const some = (measure: FragmentSqlToken) =>
    sql.fragment`exists (select from contribution b where ${theirs} and ${measure})`;
  if (how !== 'unanswered') return some(MEASURES[how]);
  return sql.fragment`(${some(MEASURES.missed)} and not ${some(MEASURES.success)})`;
}

/** That the vendor's report counts the call `c` of the surrounding query with this mark (domain/reports/marks). */
export function markedAs(mark: string, cell: Cell): FragmentSqlToken {
  const { counsellor, team, reports } = cell;
  const isMarked =
    mark === CLICK_ERROR
      ? sql.fragment`exists (select from unnest(n.marks) as mark where starts_with(mark, ${REASON}))`
      : sql.fragment`${mark} = any(n.marks)`;
  return sql.fragment`${sql.and([
    sql.fragment`exists (
      select from counted_call n where n.institute_id = c.institute_id and n.call_id = c.id and ${isMarked}
    )`,
    (counsellor !== null || team !== null || reports !== null) &&
      sql.fragment`exists (select from contribution b where ${partsOf(cell)})`,
  ])}`;
}
