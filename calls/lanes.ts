/**
 * Work in lanes: what is in one lane is done in its order, different lanes beside each other, a bounded number of them.
 * Whoever adds waits while there is no room.
 */
export class Lanes {
  private readonly most: number;
  private readonly last = new Map<string, Promise<void>>();
  private readonly underWay = new Set<Promise<void>>();

  /** @param most under way or waiting in their lanes at once */
  constructor(most: number) {
    this.most = most;
  }

  /** Does it after everything that was added to the same lane. It must not reject. */
  async add(lane: string, work: () => Promise<void>): Promise<void> {
    while (this.underWay.size >= this.most) await Promise.race(this.underWay);
    const before = this.last.get(lane);
    const done = (before ?? Promise.resolve()).then(work).finally(() => {
      this.underWay.delete(done);
      if (this.last.get(lane) === done) this.last.delete(lane);
    });
    this.underWay.add(done);
    this.last.set(lane, done);
  }

  /** Resolves once nothing is under way any more. */
  async drained(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }
}
