import { createRequire } from 'node:module';
import type jestRuntime from 'jest-runtime';
import { KeptModules } from './kept-modules.mts';

// By require: its types are those of what that gives.
const { default: Runtime } = createRequire(import.meta.url)('jest-runtime') as typeof jestRuntime;

/** What jest-runtime 30 keeps for one test file, by its names; it has no setting for it. */
interface OfOneFile {
  readonly registries: { esModuleRegistry: Map<string, unknown>; moduleRegistry: Map<string, unknown> };
  readonly transformCache: { sourceMaps: Map<string, string> };
}

const esModules = new Map<string, unknown>();
const commonModules = new Map<string, unknown>();

/** Where the lines of a kept module come from is asked by the traces of all later files. */
const sourceMaps = new (class extends Map<string, string> {
  override clear(): void {
    // The runtime of one file would forget what others loaded.
  }
})();

/**
 * Loads the product and its packages once in a jest worker, in place of once for each test file, which would be 0.7 s of
 * CPU and everything compiled anew. Files of test/ and test files are loaded for each; so no product module may hold state
 * that one test file could see of another.
 */
export default class KeepingRuntime extends Runtime {
  constructor(...parameters: ConstructorParameters<typeof Runtime>) {
    super(...parameters);
    // Private in its types only.
    const own = this as unknown as OfOneFile;
    own.registries.esModuleRegistry = new KeptModules(esModules);
    own.registries.moduleRegistry = new KeptModules(commonModules);
    own.transformCache.sourceMaps = sourceMaps;
  }

  override teardown(): void {
    super.teardown();
    // Kept modules may require more later on, by the runtime that loaded them: it must not count as closed.
    this.enterTestCode();
  }
}
