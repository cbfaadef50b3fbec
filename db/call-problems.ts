import { sql, type FragmentSqlToken } from 'slonik';
import { isTestCall } from './test-calls.ts';

/**
 * What makes an operator look at a call. unknown: nobody could say how it came out · stuck: its workflow could not be told
 * of it, however often it was tried · repaired: settled from the vendor's record, since its call back never came.
 * Test calls of a go-live check are as they are meant to be.
 */
export const CALL_PROBLEMS = ['unknown', 'stuck', 'repaired'] as const;
export type CallProblem = (typeof CALL_PROBLEMS)[number];

/** In the words of the partial indexes that find them: a value that is bound later would not be known to fit one. */
const CONDITIONS: Readonly<Record<CallProblem, FragmentSqlToken>> = {
  unknown: sql.fragment`c.outcome = 'unknown' and not c.unclaimed and not ${isTestCall}`,
  stuck: sql.fragment`c.stuck`,
  repaired: sql.fragment`c.source = 'reconciled' and not ${isTestCall}`,
};

/** Whether the call `c` of the surrounding query has it. */
export const hasProblem = (problem: CallProblem): FragmentSqlToken => CONDITIONS[problem];
