import type { EpochMs } from '../domain/ids.ts';
import { classicRehearsal } from './classic/rehearsal.ts';
import type { Fields } from './classic/fields.ts';
import { exotelRehearsal } from './exotel/rehearsal.ts';
import { mcubesRehearsal } from './mcubes/rehearsal.ts';
import { myoperatorRehearsal } from './myoperator/rehearsal.ts';
import { smartfloRehearsal } from './tatatel/rehearsal.ts';

/** What happens on a call of a go-live check's rehearsal: we play the vendor, and tell it as the vendor would. */
export type Played =
  /** The vendor asks whom to ring. */
  | 'asks'
  /** The counsellor's phone rings. */
  | 'rings'
  /** They pick up. */
  | 'picks_up'
  /** The call is over, and they talked, or did not. */
  | 'ends_answered'
  | 'ends_missed';

export interface RehearsedCall {
  readonly callId: string;
  /** When it is told. */
  readonly at: EpochMs;
  readonly direction: 'inbound' | 'outbound';
  /** The student's, as its E.164 key. */
  readonly number: string;
  /** The counsellor's, as entered. */
  readonly agentNumber: string;
  /** As its key; null: the vendor does not say what was dialled. */
  readonly did: string | null;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  readonly talkSeconds: number;
  readonly recordingUrl: string;
  /** The institute's zone, in which classic stamps are written. */
  readonly zone: string;
}

export interface RehearsedRequest {
  /** At a classic address with a token, or at one of the vendor's own. */
  readonly at: 'classic' | 'own';
  readonly endpoint: string;
  readonly method: 'GET' | 'POST';
  /** Sent as JSON, or as a query. */
  readonly fields: Fields;
}

/** How a vendor tells it; null: it sends nothing then. */
export type Rehearsal = (played: Played, call: RehearsedCall) => RehearsedRequest | null;

/**
 * Vendors whose own requests we can play; of the others only the classic ones, which all speak. Knowlarity sends none while
 * a call goes on: its events we fetch.
 */
const OWN: Readonly<Record<string, Rehearsal>> = {
  tatatel: smartfloRehearsal,
  myoperator: myoperatorRehearsal,
  mcubes: mcubesRehearsal,
  exotel: exotelRehearsal,
};

export type Dialect = 'classic' | 'own';

/** In which dialects a vendor can be rehearsed. */
export const rehearsableDialects = (vendor: string): readonly Dialect[] =>
  vendor in OWN ? ['classic', 'own'] : ['classic'];

/** How a vendor is played in a dialect; null: its own can't be. */
export const rehearsalOf = (vendor: string, dialect: Dialect): Rehearsal | null =>
  dialect === 'classic' ? classicRehearsal : (OWN[vendor] ?? null);
