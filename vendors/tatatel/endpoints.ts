import type { NativeEndpoint } from '../native.ts';
import { answerDialplan, readDialplan } from './dialplan.ts';
import { readWebhook } from './webhook.ts';

/** Smartflo does not look at what a webhook is answered with (vendors.md 1.6). */
const accepted = { httpStatus: 200, body: { status: 1, message: 'Accepted' } };

/** What Smartflo sends by itself, in either of its two encodings and methods. */
export const tatatelEndpoints: readonly NativeEndpoint[] = [
  {
    name: 'dialplan',
    summary:
      'a call comes in to a DID whose destination is an API Dialplan: whom to ring, as a bare array; an empty one leads to the failover',
    methods: ['GET', 'POST'],
    read: readDialplan,
    answerRouting: answerDialplan,
    answerEvent: () => ({ httpStatus: 200, body: [] }),
    hooks: [
      {
        where: 'My Numbers → the DID → destination “API Dialplan”, POST; choose a failover destination as well',
        parameters: {
          call_id: '$call_id',
          caller_id_number: '$caller_id_number',
          call_to_number: '$call_to_number',
          customer_no_with_prefix: '$customer_no_with_prefix',
          direction: '$direction',
        },
      },
    ],
  },
  {
    name: 'events',
    summary: 'a webhook of any trigger: received, ringing, answered, hung up',
    methods: ['GET', 'POST'],
    read: readWebhook,
    answerEvent: () => accepted,
    hooks: [
      {
        where: 'API Connect → Webhook → trigger “Dialed on Agent”, POST, JSON',
        query: '?trigger=Dialed+on+Agent',
        parameters: {
          call_id: '$call_id',
          agent_number: '$agent_number',
          caller_id_number: '$caller_id_number',
          call_to_number: '$call_to_number',
          customer_no_with_prefix: '$customer_no_with_prefix',
        },
      },
      {
        where: 'API Connect → Webhook → trigger “Call answered by Agent”, POST, JSON',
        query: '?trigger=Call+answered+by+Agent',
        parameters: {
          call_id: '$call_id',
          answer_agent_number: '$answer_agent_number',
          call_status: '$call_status',
          direction: '$direction',
          caller_id_number: '$caller_id_number',
          call_to_number: '$call_to_number',
          customer_no_with_prefix: '$customer_no_with_prefix',
          ref_id: '$ref_id',
          custom_identifier: '$custom_identifier',
        },
      },
      {
        where: 'API Connect → Webhook → trigger “Call answered by Customer (Click to Call)”, POST, JSON',
        query: '?trigger=Call+answered+by+Customer',
        parameters: {
          answered_agent_number: '$answered_agent_number',
          direction: '$direction',
          caller_id_number: '$caller_id_number',
          call_to_number: '$call_to_number',
          customer_no_with_prefix: '$customer_no_with_prefix',
          ref_id: '$ref_id',
          custom_identifier: '$custom_identifier',
        },
      },
      {
        where: 'API Connect → Webhook → trigger “Call hangup (Missed or Answered)”, POST, JSON',
        query: '?trigger=Call+hangup',
        parameters: {
          call_id: '$call_id',
          ref_id: '$ref_id',
          custom_identifier: '$custom_identifier',
          direction: '$direction',
          caller_id_number: '$caller_id_number',
          call_to_number: '$call_to_number',
          customer_no_with_prefix: '$customer_no_with_prefix',
          call_status: '$call_status',
          outbound_sec: '$outbound_sec',
          start_stamp: '$start_stamp',
          end_stamp: '$end_stamp',
          answered_agent: '$answered_agent',
          answered_agent_number: '$answered_agent_number',
          missed_agent: '$missed_agent',
          call_connected: '$call_connected',
          reason_key: '$reason_key',
          hangup_cause_key: '$hangupcause_key',
          hangup_cause_code: '$hangupcause_code',
          campaign_name: '$campaign_name',
          recording_url: '$recording_url',
        },
      },
    ],
  },
];
