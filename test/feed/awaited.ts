/** Lets tests wait for something to become so, instead of sleeping until it probably is. */
export class Awaited {
  readonly #waiting = new Set<() => void>();

  /** Resolves when the condition holds. */
  async when(condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }

  /** Something happened: look again. */
  look(): void {
    for (const look of this.#waiting) look();
  }
}
