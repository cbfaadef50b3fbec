/** Names by which the bench speaks to the bare workflows. */
export const BARE_CALL = 'bareCall';
/** The two ways to run its activities: locally, as ours run, and as tasks of the server's, as design 10 measured. */
export const BARE_CALLS = { local: BARE_CALL, regular: 'bareCallRegular' } as const;
export const BARE_ROUTE = 'bareRoute';
export const MESSAGE = 'message';
export const QUESTION = 'question';

/** A routing question, two rings and a call back. */
export const MESSAGES = 4;

/** What the activity after a message tells the bench. */
export interface Noted {
  readonly call: string;
  readonly nth: number;
}
