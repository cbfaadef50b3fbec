/**
 * Keeps answers before consequences. While more vendor requests are under way than can be worked on at once, what follows
 * from those already answered waits a moment: the machine is needed for the answers, which vendors wait a second for.
 */
export class Rush {
  private readonly most: number;
  private readonly longestMs: number;
  private underWay = 0;
  private held: (() => void)[] = [];
  private timer: NodeJS.Timeout | null = null;

  /**
   * @param most requests under way that are no rush
   * @param longestMs after which consequences are drawn, rush or not
   */
  constructor(most: number, longestMs: number) {
    this.most = most;
    this.longestMs = longestMs;
  }

  /** Counts a request as under way until it is answered. */
  async during<T>(answering: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await answering();
    } finally {
      this.underWay -= 1;
      if (this.underWay <= this.most) this.release();
    }
  }

  /** Does what follows from an answer, now or when the rush is over. It must not throw. */
  afterwards(consequence: () => void): void {
    if (this.underWay <= this.most) {
      consequence();
      return;
    }
    this.held.push(consequence);
    this.timer ??= setTimeout(() => this.release(), this.longestMs);
  }

  private release(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const held = this.held;
    this.held = [];
    for (const consequence of held) consequence();
  }
}
