import { applicationsOfLead } from '../../../db/applications.ts';
import { findLeadsByNumber } from '../../../db/leads.ts';
import { firstAgentNumber } from '../../../db/routing.ts';
import type { Db } from '../../../db/pool.ts';
import type { InstituteId } from '../../../domain/ids.ts';
import type { VendorAnswer } from './answers.ts';

export interface OpportunityRequest {
  readonly instituteId: InstituteId;
  readonly vendor: string;
  /** The student's number; null when withheld or unreadable. */
  readonly numberKey: string | null;
  readonly includeAlternates: boolean;
}

const NONE: VendorAnswer = { httpStatus: 200, body: { status: 0, data: null }, outcome: 'no_lead' };

/** Answers `getOpportunity`: the lead that a number belongs to, for the vendor's own scripts. */
export async function findOpportunity(
  db: Db,
  { instituteId, vendor, numberKey, includeAlternates }: OpportunityRequest,
): Promise<VendorAnswer> {
  if (numberKey === null) return NONE;
  const [lead] = await findLeadsByNumber(db, { instituteId, numberKey, includeAlternates });
  if (!lead) return NONE;
  const owner = lead.owners.find((one) => one.active);
  const agentNumber = owner ? await firstAgentNumber(db, { instituteId, vendor, counsellorId: owner.id }) : null;
  return {
    httpStatus: 200,
    body: {
      status: 1,
      data: {
        lead_id: lead.id,
        name: lead.name,
        stage: lead.stage,
        owner: owner ? { name: owner.name, agent_number: agentNumber } : null,
        applications: await applicationsOfLead(db, instituteId, lead.id),
      },
    },
    outcome: 'lead_found',
  };
}
