import type { Playing } from './playing.ts';

/**
 * A counsellor saves the lead they see on the card of the call they are on, naming the call (product 3). When it was, by
 * the real clock, in ms; null: they have no card, or the student is no lead of ours.
 */
export async function saveLead({ stage, call }: Playing, agent: string): Promise<number | null> {
  const { institute, desk } = stage;
  const card = desk.openCard(agent, call.student.number);
  const leadId = institute.leads.get(call.student.ref);
  const counsellor = institute.counsellors.get(agent);
  if (card === null || leadId === undefined || counsellor === undefined) return null;
  const { status } = await counsellor.person.call('PATCH', `/v1/leads/${leadId}`, { callId: card.callId });
  return status === 200 ? Date.now() : null;
}
