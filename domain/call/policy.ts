import type { CounsellorId } from '../ids.ts';

export type Ring = 'sequential' | 'simultaneous';
export type CreateOn = 'ring' | 'answer' | 'end' | 'never';
export type AnsweredOwner = 'answerer' | 'sticky' | 'none';
export type MissedOwner = 'last_rung' | 'sticky' | 'none';

/**
 * The settings a call is planned by: the vendor account's, with the DID's own choices laid over. Those it settles under
 * are kept with it, so that a setting changed later changes no call before.
 */
export interface CallPolicy {
  readonly ring: Ring;
  readonly createOn: CreateOn;
  readonly answeredOwner: AnsweredOwner;
  readonly missedOwner: MissedOwner;
  /** "Do Not Assign Lead To Another Counsellor". */
  readonly keepOwner: boolean;
  /** "Hide View Profile": a note naming the call counts as saving. */
  readonly addNotesInstead: boolean;
  /** Active sticky counsellors, in order. */
  readonly sticky: readonly CounsellorId[];
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  readonly callBackSeconds: number;
  readonly wrapUpSeconds: number;
  readonly amendSeconds: number;
  /** Whether the vendor's records can be asked for with this account. */
  readonly canPull: boolean;
  /** Whether the vendor is asked for recordings that do not come by themselves. */
  readonly fetchesRecordings: boolean;
}

/** The part of the policy that decides whose lead it is. */
export type OwnershipRules = Pick<
  CallPolicy,
  'answeredOwner' | 'missedOwner' | 'keepOwner' | 'addNotesInstead' | 'sticky'
>;
