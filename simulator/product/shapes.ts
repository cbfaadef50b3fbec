import { z } from 'zod';

/** What the simulator reads of the product's answers (contract 3); whatever else is in them is nobody's business here. */

const person = z.object({ id: z.string() });

export const callShape = z.object({
  id: z.string(),
  direction: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  lead: person.nullable(),
  number: z.string().nullable(),
  did: z.string().nullable(),
  campaign: z.string().nullable(),
  counsellor: person.nullable(),
  offers: z.array(z.object({ counsellor: person, result: z.string() })),
  startedAt: z.iso.datetime(),
  talkSeconds: z.number().nullable(),
  recording: z.string(),
  source: z.string(),
  flags: z.array(z.string()),
  vendor: z.string(),
  vendorCallId: z.string().nullable(),
});
export type ShownCall = z.infer<typeof callShape>;

export const leadShape = z.object({
  id: z.string(),
  origin: z.string(),
  campaign: z.string().nullable(),
  owners: z.array(person),
  phones: z.array(z.object({ number: z.string() })),
  lastCall: z.object({ direction: z.string(), outcome: z.string() }).nullable(),
  callCount: z.number(),
  version: z.number(),
});
export type ShownLead = z.infer<typeof leadShape>;

export const missedShape = z.object({
  callId: z.string(),
  number: z.string().nullable(),
  count: z.number(),
  missedBy: z.array(person),
});
export type ShownMissed = z.infer<typeof missedShape>;

export const popupShape = z.object({
  id: z.string(),
  callId: z.string(),
  number: z.string().nullable(),
  state: z.string(),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
});
export type ShownPopup = z.infer<typeof popupShape>;

const count = z.number();
export const reportRow = z.object({
  counsellor: person.nullable(),
  inboundSuccess: count,
  inboundMissed: count,
  outboundSuccess: count,
  outboundMissed: count,
  campaignSuccess: count,
  campaignMissed: count,
  totalCallDuration: count,
  offers: count,
  offersAnswered: count,
});
export type ShownReportRow = z.infer<typeof reportRow>;
export const reportShape = z.object({ rows: z.array(reportRow), unattributed: reportRow, distinctCalls: count });
