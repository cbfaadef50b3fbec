import type { Portal } from '../portal.ts';

/** Smartflo's portal (vendors.md 1.7, docs/VENDORS.md): keys are typed, values chosen from its variables. */
export const tatatelPortal: Portal = {
  hooks: {
    ivrCallNotification: {
      where: 'a webhook with the trigger “Dialed on Agent”, POST, JSON',
      variables: {
        applicant_no: '$caller_id_number',
        agent_no: '$agent_number',
        call_id: '$call_id',
        did_no: '$call_to_number',
      },
    },
    ivrCallBackDetails: {
      where: 'a webhook with the trigger “Call hangup (Missed or Answered)”, POST, JSON',
      variables: {
        applicant_no: '$customer_number_with_prefix',
        agent_no: '$answered_agent_number',
        call_id: '$call_id',
        call_type: '$direction',
        status: '$call_status',
        call_duration: '$outbound_sec',
        start_time: '$start_stamp',
        end_time: '$end_stamp',
        resource_url: '$recording_url',
      },
    },
  },
  notes: [
    'Webhooks have to be enabled by TataTele’s support first.',
    'Leave time stamps in the default format and zone (IST).',
    'Smartflo speaks its own dialect to the URLs under /vendors/: use those where you can. The portal’s API Dialplan can not be pointed at getCounsellor, which is for a lookup built by TataTele’s integration team.',
    'For click to call add two keys to both webhooks: custom_identifier with $custom_identifier, and ref_id with $ref_id. By either we know our own calls, whatever else an event carries.',
    '$answered_agent_number is often an extension: enter it as one of the counsellor’s numbers as well.',
  ],
};
