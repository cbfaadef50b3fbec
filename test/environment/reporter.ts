import { writeFileSync } from 'node:fs';
import { countsFile } from './counts.ts';

/** What we use of jest's AggregatedResult. */
interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not run at all. */
  readonly numRuntimeErrorTestSuites: number;
}

/** Writes down how many tests passed and failed; a file that could not run at all counts as one failure. */
export default class CountsReporter {
  onRunComplete(_contexts: unknown, results: Results): void {
    const file = countsFile();
    if (file === null) return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(file, JSON.stringify({ passed: results.numPassedTests, failed }));
  }
}
