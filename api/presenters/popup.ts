import { z } from 'zod';
import type { LeadCard } from '../../db/lead-cards.ts';
import { popupRow, type PopupRow } from '../../db/popups.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { readTelephonySettings } from '../../domain/settings/telephony.ts';
import { shownName } from '../../domain/access/free-text.ts';
import { shownNumber } from '../../domain/access/masking.ts';
import { personSchema } from './person.ts';
import { iso, isoOrNull } from './time.ts';

const leadSchema = z.object({
  id: z.string(),
  name: z.string().meta({ description: 'Empty until known.' }),
  stage: z.string(),
  owner: personSchema.nullable(),
});

/** A Popup of contract section 4. */
export const popupSchema = z
  .object({
    id: z.string(),
    callId: z.string(),
    version: z.number().int(),
    state: popupRow.shape.state,
    direction: popupRow.shape.direction,
    lead: leadSchema.extend({ junk: z.literal(true).optional() }).nullable(),
    candidates: z.array(leadSchema).meta({ description: 'Other leads that share the number, likeliest first.' }),
    number: z.string().nullable(),
    did: z.string().nullable(),
    campaign: z.string().nullable(),
    actions: z.array(z.enum(['viewProfile', 'addNotes', 'createLead'])),
    openedAt: z.iso.datetime(),
    actedAt: z.iso.datetime().nullable(),
    closedAt: z.iso.datetime().nullable(),
    goesBy: z.iso.datetime().optional().meta({
      description: 'Of an open one: when it goes at the latest, if nothing more is heard of its call.',
    }),
    reason: z.string().nullable(),
    test: z.literal(true).optional().meta({ description: 'Of a go-live check: nothing is to be done about it.' }),
  })
  .meta({ id: 'Popup' });
export type Popup = z.infer<typeof popupSchema>;

const { inbound: defaults, times } = readTelephonySettings({});

/** Whether a lead that has the number as an alternate one counts as having it. */
export const includesAlternates = ({ matchAlternateMobile }: PopupRow): boolean =>
  matchAlternateMobile ?? defaults.matchAlternateMobile;

/**
 * A pop-up as its counsellor sees it.
 *
 * @param leads the pop-up's own lead and those that share the number, in the order of the matching rule
 */
export function presentPopup(row: PopupRow, leads: readonly LeadCard[], viewer: Viewer): Popup {
  const lead = leads.find(({ shown }) => shown);
  const presentLead = ({ id, name, stage, owner }: LeadCard) => ({
    id,
    name: shownName(name, row.number, viewer),
    stage,
    owner,
  });
  return {
    id: row.id,
    callId: row.callId,
    version: row.version,
    state: row.state,
    direction: row.direction,
    lead: lead === undefined ? null : { ...presentLead(lead), ...(lead.junk ? { junk: true } : {}) },
    candidates: row.isTest ? [] : leads.filter(({ shown }) => !shown).map(presentLead),
    number: shownNumber(row.number, viewer),
    did: row.did,
    campaign: row.campaign,
    actions: row.isTest ? [] : [actionFor(row, lead !== undefined)],
    openedAt: iso(row.openedAt),
    actedAt: isoOrNull(row.actedAt),
    closedAt: isoOrNull(row.closedAt),
    // A vendor that does not tell of answers may ring, or talk, for so long.
    ...(row.state === 'open' && { goesBy: iso(row.openedAt + (row.talkSeconds ?? times.talkSeconds) * 1000) }),
    reason: row.reason,
    ...(row.isTest && { test: true as const }),
  };
}

/** "Hide View Profile" offers a note instead; without a lead there is one to make (product 1.4). */
function actionFor(row: PopupRow, hasLead: boolean): Popup['actions'][number] {
  if (!hasLead) return 'createLead';
  return (row.addNotesInstead ?? defaults.addNotesInstead) ? 'addNotes' : 'viewProfile';
}
