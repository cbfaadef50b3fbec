interface Waiter {
  readonly condition: () => boolean;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/** Lets tests wait for something to become so, instead of sleeping until it probably is. */
export class Awaited {
  readonly #waiting = new Set<Waiter>();
  #hopeless: Error | null = null;

  /** Resolves when the condition holds; rejects once it never will. */
  async when(condition: () => boolean): Promise<void> {
    if (condition()) return;
    if (this.#hopeless) throw this.#hopeless;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.add({ condition, resolve, reject });
    });
  }

  /** Something happened: look again. */
  look(): void {
    for (const waiter of this.#waiting) {
      if (!waiter.condition()) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  /** Nothing will happen any more. */
  giveUp(reason: Error): void {
    this.look();
    this.#hopeless = reason;
    for (const { reject } of this.#waiting) reject(reason);
    this.#waiting.clear();
  }
}
