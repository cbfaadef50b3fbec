import { DateTime } from 'luxon';
import type { Rehearsal } from '../rehearsal.ts';

/** The classic dialect (contract 1.1) as the sheet for the vendor describes it. It tells nothing of who picks up. */
export const classicRehearsal: Rehearsal = (played, call) => {
  const { callId, direction, number, agentNumber, did, startedAt, endedAt, talkSeconds, recordingUrl, zone } = call;
  const stamp = (at: number): string => DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
  const said = { call_id: callId, applicant_no: number, ...(did !== null && { did_no: did }) };
  const report = {
    ...said,
    agent_no: agentNumber,
    call_type: direction,
    start_time: stamp(startedAt),
    end_time: stamp(endedAt),
  };
  switch (played) {
    case 'asks':
      return { at: 'classic', method: 'POST', endpoint: 'getCounsellor', fields: said };
    case 'rings': {
      const fields = { ...said, agent_no: agentNumber, call_type: direction };
      return { at: 'classic', method: 'POST', endpoint: 'ivrCallNotification', fields };
    }
    case 'picks_up':
      return null;
    case 'ends_answered': {
      const fields = { ...report, status: '1', call_duration: String(talkSeconds), resource_url: recordingUrl };
      return { at: 'classic', method: 'POST', endpoint: 'ivrCallBackDetails', fields };
    }
    case 'ends_missed':
    default:
      return { at: 'classic', method: 'POST', endpoint: 'ivrCallBackDetails', fields: { ...report, status: '0' } };
  }
};
