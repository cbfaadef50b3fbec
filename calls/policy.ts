import type { CallPolicy, CreateOn, Ring } from '../domain/call/policy.ts';
import type { CounsellorId } from '../domain/ids.ts';
import { splitVendorSettings } from '../domain/settings/telephony-change.ts';
import { readTelephonySettings, type TelephonySettings } from '../domain/settings/telephony.ts';
import { adapterFor } from '../vendors/registry.ts';

/** What a DID decides for its own calls; null leaves it to the vendor account. */
export interface DidPolicy {
  readonly createOn: string | null;
  readonly ring: string | null;
}

export interface PolicySource {
  readonly vendor: string;
  readonly settings: TelephonySettings;
  /** Names of the credentials that are set. */
  readonly credentials: readonly string[];
  /** Active sticky counsellors, in order. */
  readonly sticky: readonly CounsellorId[];
  readonly did: DidPolicy | null;
}

const CREATE_ON: readonly CreateOn[] = ['ring', 'answer', 'end', 'never'];
const RING: readonly Ring[] = ['sequential', 'simultaneous'];

/** The policy one call is planned by: its DID's choices before its vendor account's (product 1.3, 1.5). */
export function policyOf({ vendor, settings, credentials, sticky, did }: PolicySource): CallPolicy {
  const { inbound, leads, times } = settings;
  const canPull = adapterFor(vendor)?.canPull(credentials) ?? false;
  return {
    ring: RING.find((ring) => ring === did?.ring) ?? inbound.ring,
    createOn: CREATE_ON.find((createOn) => createOn === did?.createOn) ?? leads.createOn,
    answeredOwner: leads.answeredOwner,
    missedOwner: leads.missedOwner,
    keepOwner: inbound.keepOwner,
    addNotesInstead: inbound.addNotesInstead,
    sticky,
    ...times,
    canPull,
    fetchesRecordings: canPull,
  };
}

/** A vendor account's stored settings with the defaults laid under; null (no account) gives the defaults. */
export function readStoredSettings(stored: Record<string, unknown> | null): TelephonySettings {
  return readTelephonySettings(splitVendorSettings(stored ?? {}).common);
}
