import type { Counts } from './counts.ts';

/** What we use of jest's AggregatedResult. */
interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not run at all. */
  readonly numRuntimeErrorTestSuites: number;
}

/** Tells run.ts how many tests passed and failed; a file that could not run at all counts as one failure. */
export default class CountsReporter {
  onRunComplete(_contexts: unknown, results: Results): void {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counts: Counts = { passed: results.numPassedTests, failed };
    // Without a channel jest was started by hand, and says itself what there is to say.
    process.send?.(counts);
  }
}
