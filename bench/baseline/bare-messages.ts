/** Names by which the bench speaks to the bare workflows. */
export const BARE_CALL = 'bareCall';
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
