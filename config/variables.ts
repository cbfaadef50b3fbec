/** The variables a process is started with, `process.env` or a test's own. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A configuration that cannot be used. Its message lists every problem at once, without any variable's value. */
export class EnvironmentError extends Error {
  readonly code = 'environment_invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'EnvironmentError';
    this.problems = problems;
  }
}

/**
 * Reads variables one by one and remembers what is wrong with them, so that
 * somebody who sets up a machine sees all mistakes in one start and not one a start.
 * A variable that is empty counts as not set: compose files pass empty ones on.
 */
export class VariableReader {
  readonly #variables: Variables;
  readonly #problems: string[] = [];

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  /** The trimmed text, or null when the variable is not set. */
  optional(name: string): string | null {
    const value = this.#variables[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  /** The trimmed text; not set is a problem, which `hint` explains. */
  required(name: string, hint: string): string {
    const value = this.optional(name);
    if (value === null) this.problem(name, `is not set: ${hint}`);
    return value ?? '';
  }

  /** A whole number within `min` and `max`, both allowed. */
  integer(name: string, rule: { readonly default: number; readonly min: number; readonly max: number }): number {
    const text = this.optional(name);
    if (text === null) return rule.default;
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= rule.min && value <= rule.max) return value;
    this.problem(name, `must be a whole number from ${rule.min} to ${rule.max}`);
    return rule.default;
  }

  /** One of the listed words. */
  choice<const Word extends string>(name: string, words: readonly [Word, ...Word[]], fallback: Word): Word {
    const text = this.optional(name);
    if (text === null) return fallback;
    const found = words.find((word) => word === text);
    if (found === undefined) this.problem(name, `must be one of ${words.join(', ')}`);
    return found ?? fallback;
  }

  /** `1` or `true` is on, `0` or `false` is off. */
  flag(name: string, fallback: boolean): boolean {
    const word = this.choice(name, ['1', '0', 'true', 'false'], fallback ? '1' : '0');
    return word === '1' || word === 'true';
  }

  /** Comma separated values, trimmed, empty ones left out. */
  list(name: string, fallback: readonly string[]): readonly string[] {
    const text = this.optional(name);
    if (text === null) return fallback;
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** Notes that a variable cannot be used. */
  problem(name: string, what: string): void {
    this.#problems.push(`${name} ${what}`);
  }

  /** Throws EnvironmentError with everything found wrong so far. */
  finish(): void {
    if (this.#problems.length > 0) throw new EnvironmentError(this.#problems);
  }
}
