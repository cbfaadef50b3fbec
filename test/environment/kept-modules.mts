import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = `${root}test${sep}`;

/** Whether a module, by its path or file URL, is the product's or a package's: those of tests belong to one test file. */
function isKept(key: string): boolean {
  const path = key.startsWith('file:') ? fileURLToPath(key) : key;
  return path.startsWith(root) && !path.startsWith(tests) && !path.endsWith('.test.ts');
}

/** Modules loaded so far, as one test file sees them: those that are kept, which all files see, and its own. */
export class KeptModules extends Map<string, unknown> {
  readonly #kept: Map<string, unknown>;

  constructor(kept: Map<string, unknown>) {
    super();
    this.#kept = kept;
  }

  override get(key: string): unknown {
    return this.#kept.get(key) ?? super.get(key);
  }

  override has(key: string): boolean {
    return this.#kept.has(key) || super.has(key);
  }

  override set(key: string, module: unknown): this {
    if (!isKept(key)) return super.set(key, module);
    this.#kept.set(key, module);
    return this;
  }

  override delete(key: string): boolean {
    return this.#kept.delete(key) || super.delete(key);
  }
}
