import { TestEnvironment } from 'jest-environment-node';

/** What jest leaves on the global object for one test file: its tests, those who listen to them, limits, matchers. */
const OF_ONE_FILE = /^(JEST_STATE_SYMBOL|EVENT_HANDLERS|TEST_TIMEOUT_SYMBOL|RETRY_|WAIT_BEFORE_|LOG_ERRORS_|\$\$jest-)/;

class Realm extends TestEnvironment {
  /** Between two files: the realm itself ends with the process. */
  override async teardown(): Promise<void> {
    for (const key of Object.getOwnPropertySymbols(this.global)) {
      if (OF_ONE_FILE.test(key.description ?? '')) Reflect.deleteProperty(this.global, key);
    }
    await Promise.resolve();
  }
}

let realm: Realm | null = null;

/**
 * The one realm of all test files of a jest worker, where jest's own makes one for each: the modules that runtime.mts
 * keeps live in it. jest calls this with `new`.
 */
export default function realmOfWorker(...parameters: ConstructorParameters<typeof TestEnvironment>): Realm {
  return (realm ??= new Realm(...parameters));
}
