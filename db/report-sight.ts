import { sql, type FragmentSqlToken } from 'slonik';
import type { CounsellorId, InstituteId } from '../domain/ids.ts';
import { teammatesOf } from './teams.ts';

/** Whose calls a report counts, and of which days. */
export interface ReportQuestion {
  readonly instituteId: InstituteId;
  /** Whoever asks, and how far they see. */
  readonly counsellorId: CounsellorId;
  readonly teamId: string | null;
  readonly scope: 'own' | 'team' | 'all';
  /** Narrows to one counsellor, or to those of one team; null narrows nothing. */
  readonly counsellor: string | null;
  readonly team: string | null;
  /** Inclusive dates 'YYYY-MM-DD'; null has no end. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether a report is about everybody, calls with nobody among them. */
export const isOfAll = ({ scope, counsellor, team }: ReportQuestion): boolean =>
  scope === 'all' && counsellor === null && team === null;

/** Whether a report is about one counsellor at most. */
export const isOfOne = ({ scope, counsellor }: ReportQuestion): boolean => counsellor !== null || scope === 'own';

/** The ids of the counsellors a report is about; of one about everybody, all of them. */
export const reported = ({
  instituteId,
  counsellorId,
  teamId,
  scope,
  counsellor,
  team,
}: ReportQuestion): FragmentSqlToken => {
  return sql.fragment`select k.id from counsellor k where ${sql.and([
    sql.fragment`k.institute_id = ${instituteId}`,
    scope === 'own' && sql.fragment`k.id = ${counsellorId}::uuid`,
    scope === 'team' && sql.fragment`k.id in (${teammatesOf({ instituteId, counsellorId, teamId })})`,
    counsellor !== null && sql.fragment`k.id = ${counsellor}::uuid`,
    team !== null && sql.fragment`k.team_id = ${team}::uuid`,
  ])}`;
};

/** That a row of sums is of a counsellor the report is about; in one about everybody the unattributed are too. */
export const ofReported = (question: ReportQuestion, column: FragmentSqlToken): FragmentSqlToken =>
  isOfAll(question) ? sql.fragment`true` : sql.fragment`${column} in (${reported(question)})`;

/** That a day lies within the dates. */
export const within = ({ from, to }: ReportQuestion, day: FragmentSqlToken): FragmentSqlToken =>
  sql.fragment`${sql.and([
    sql.fragment`true`,
    from !== null && sql.fragment`${day} >= ${from}::date`,
    to !== null && sql.fragment`${day} <= ${to}::date`,
  ])}`;

/** That a row of days within the dates is the first of its chain there: counted, each lead or caller is counted once. */
export const isFirstOf = ({ from }: ReportQuestion): FragmentSqlToken =>
  from === null ? sql.fragment`previous is null` : sql.fragment`(previous is null or previous < ${from}::date)`;

/** That a moment lies within the dates, in the institute's zone. */
export const during = ({ from, to }: ReportQuestion, timeZone: string, at: FragmentSqlToken): FragmentSqlToken =>
  sql.fragment`${sql.and([
    sql.fragment`true`,
    from !== null && sql.fragment`${at} >= ${from}::date::timestamp at time zone ${timeZone}`,
    to !== null && sql.fragment`${at} < (${to}::date + 1)::timestamp at time zone ${timeZone}`,
  ])}`;

/** The calls these counsellors have a part in, each once: `call_id`, `day`, `hour`, `success`, `missed`, `talk_seconds`. */
export const theirCalls = (question: ReportQuestion): FragmentSqlToken => sql.fragment`
  select b.call_id, b.day, b.hour, max(b.success) as success, max(b.missed) as missed, sum(b.talk_seconds) as talk_seconds
  from contribution b
  where b.institute_id = ${question.instituteId} and ${ofReported(question, sql.fragment`b.counsellor_id`)}
    and ${within(question, sql.fragment`b.day`)}
  group by 1, 2, 3
`;
