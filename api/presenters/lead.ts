import { z } from 'zod';
import type { LeadRow } from '../../db/lead-list.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { shownFreeText } from '../../domain/access/free-text.ts';
import { shownNumber } from '../../domain/access/masking.ts';
import { personSchema } from './person.ts';
import { iso } from './time.ts';

/** A lead as the API shows it (contract 3, **Lead**). */
export const leadSchema = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ description: 'Empty until known.' }),
    email: z.string().nullable(),
    stage: z.string(),
    origin: z.string(),
    campaign: z.string().nullable(),
    owners: z.array(personSchema),
    phones: z.array(
      z.object({
        id: z.uuid(),
        number: z.string().meta({ description: 'E.164; masked without the permission to see full numbers.' }),
        kind: z.enum(['primary', 'alternate']),
        verified: z.boolean().meta({ description: 'A call has come from it.' }),
      }),
    ),
    junk: z.boolean(),
    doNotCall: z.boolean(),
    mergedInto: z.uuid().nullable(),
    lastCall: z.object({ at: z.iso.datetime(), direction: z.string(), outcome: z.string() }).nullable(),
    callCount: z.int(),
    version: z.int(),
  })
  .meta({ id: 'Lead' });

export type ShownLead = z.infer<typeof leadSchema>;

export const presentLead = (lead: LeadRow, viewer: Viewer): ShownLead => {
  const numberKeys = lead.phones.map(({ numberKey }) => numberKey);
  return {
    id: lead.id,
    name: shownFreeText(lead.name, numberKeys, viewer),
    email: lead.email,
    stage: lead.stage,
    origin: lead.origin,
    campaign: lead.campaign,
    owners: lead.owners.map(({ id, name }) => ({ id, name })),
    phones: lead.phones.map(({ id, numberKey, kind, verified }) => ({
      id,
      number: shownNumber(numberKey, viewer) ?? '',
      kind,
      verified,
    })),
    junk: lead.junk,
    doNotCall: lead.doNotCall,
    mergedInto: lead.mergedInto,
    lastCall: presentLastCall(lead),
    callCount: lead.callCount,
    version: lead.version,
  };
};

const presentLastCall = ({ lastCallAt, lastCallDirection, lastCallOutcome }: LeadRow): ShownLead['lastCall'] =>
  lastCallAt === null || lastCallDirection === null || lastCallOutcome === null
    ? null
    : { at: iso(lastCallAt), direction: lastCallDirection, outcome: lastCallOutcome };
