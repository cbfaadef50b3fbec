import type { Lead } from '../api/contract.ts';
import { request, RequestProblem } from '../api/request.ts';
import type { EditedPhone } from './lead-phones.tsx';

/** What the form of a lead holds. */
export interface LeadForm {
  readonly name: string;
  readonly email: string | null;
  readonly stage: string;
  readonly owners: readonly string[];
  readonly phones: readonly Pick<EditedPhone, 'number' | 'kind' | 'id'>[];
  readonly junk: boolean;
  readonly doNotCall: boolean;
}

export const formOf = ({ name, email, stage, owners, phones, junk, doNotCall }: Lead): LeadForm => ({
  name,
  email,
  stage,
  owners: owners.map(({ id }) => id),
  phones: phones.map(({ number, kind, id }) => ({ number, kind, id })),
  junk,
  doNotCall,
});

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/**
 * What was edited, put on what the lead has become meanwhile; null where both changed the same field to different things.
 * @param begun what the form began with
 */
export function editsOn(now: LeadForm, begun: LeadForm, edited: LeadForm): LeadForm | null {
  const isMine = (field: keyof LeadForm): boolean => differ(begun[field], edited[field]);
  const isTheirs = (field: keyof LeadForm): boolean => differ(begun[field], now[field]);
  // Of the type LeadForm, whose keys these are.
  const fields = Object.keys(begun) as (keyof LeadForm)[];
  if (fields.some((field) => isMine(field) && isTheirs(field) && differ(edited[field], now[field]))) return null;
  const merged = <F extends keyof LeadForm>(field: F): LeadForm[F] => (isMine(field) ? edited : now)[field];
  return {
    name: merged('name'),
    email: merged('email'),
    stage: merged('stage'),
    owners: merged('owners'),
    phones: merged('phones'),
    junk: merged('junk'),
    doNotCall: merged('doNotCall'),
  };
}

/**
 * Saves a lead. A newer version, like that of a call which gave the lead its owner while the name was being typed, keeps
 * what it changed; a problem of code `stale_version`: somebody changed the same field.
 * @param callId the call for which it is saved
 */
export async function saveLead(lead: Lead, edited: LeadForm, callId: string | undefined): Promise<Lead> {
  const address = `/v1/leads/${lead.id}`;
  const patch = async (form: LeadForm, version: number): Promise<Lead> => {
    const body = { ...form, version, ...(callId !== undefined && { callId }) };
    return await request<Lead>(address, { method: 'PATCH', body });
  };
  try {
    return await patch(edited, lead.version);
  } catch (error) {
    if (!isStale(error)) throw error;
    const now = await request<Lead>(address);
    const merged = editsOn(formOf(now), formOf(lead), edited);
    if (merged === null) throw error;
    return await patch(merged, now.version);
  }
}

/** Whether somebody else changed what was to be saved. */
export const isStale = (error: unknown): boolean => error instanceof RequestProblem && error.code === 'stale_version';
