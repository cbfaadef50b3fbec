/** One account's requests to one API of its vendor. */
export interface TurnLine {
  readonly instituteId: number;
  readonly vendor: string;
  /** Which API, where an account has several with limits of their own. */
  readonly line: string;
}

/** Turns that the processes take of one another: what a vendor limits is an account, however many ask for it. */
export interface Turns {
  /**
   * Takes the line's next turn, so that requests leave `gapMs` apart.
   *
   * @returns how long to wait for it, in ms; null: it would be longer than `longestMs`, and none was taken. Never rejects.
   */
  readonly take: (
    line: TurnLine,
    limits: { readonly gapMs: number; readonly longestMs: number },
  ) => Promise<number | null>;
}
