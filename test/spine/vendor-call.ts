import { sql } from 'slonik';
import { noRows } from '../../db/columns.ts';
import type { JsonObject } from '../../vendors/json.ts';
import type { EventSourceClient, Received } from '../feed/event-source-client.ts';
import type { Answer, Stage } from './stage.ts';

/** The demo counsellors' agent numbers and the demo leads' telephone numbers. */
export const ASHA = '9990947416';
export const BILAL = '9899364545';
export const CHITRA = '9876543212';
export const RIYA = '9812345670';
export const KABIR = '9812345671';
export const NEHA = '9812345672';

/** One call as its vendor tells it to us, with the admin's view of what became of it. */
export interface VendorCall {
  readonly id: string;
  readonly number: string;
  asks(more?: JsonObject): Promise<readonly string[]>;
  rings(agent: string, more?: JsonObject): Promise<Answer>;
  /** The call back; whatever `status` is not given is a failure. */
  ends(fields?: JsonObject): Promise<Answer>;
  answeredBy(agent: string, more?: JsonObject): Promise<Answer>;
  /** The call once it fits; default: once it has ended. */
  shown(fits?: (call: Answer['body']) => boolean): Promise<Answer['body']>;
  /** Moves all that was heard of it so far into the past. */
  ages(seconds: number): Promise<void>;
}

let calls = 0;

/** @param number the student's; default one that nobody else has */
export function aVendorCall(
  stage: Stage,
  number = `97${String(10_000_000 + calls)}`,
  fields: JsonObject = {},
): VendorCall {
  calls += 1;
  const id = `call ${calls} of ${process.pid}`;
  const said = { call_id: id, applicant_no: number, ...fields };
  const ends = async (more: JsonObject = {}) =>
    await stage.vendor('ivrCallBackDetails', { ...said, status: '0', ...more });
  return {
    id,
    number,
    asks: async (more = {}) => {
      const { body } = await stage.vendor('getCounsellor', { ...said, ...more });
      return body.data.map((agent: { agent_number: string }) => agent.agent_number);
    },
    rings: async (agent, more = {}) => await stage.vendor('ivrCallNotification', { ...said, agent_no: agent, ...more }),
    ends,
    answeredBy: async (agent, more = {}) => await ends({ agent_no: agent, status: '1', call_duration: 60, ...more }),
    shown: async (fits) => await stage.call(id, fits),
    ages: async (seconds) => {
      const { id: callId } = await stage.call(id, () => true);
      await stage.db.query(sql.type(noRows)`
        update fact set received_at = received_at - ${seconds} * interval '1 second' where call_id = ${callId}
      `);
      await stage.db.query(sql.type(noRows)`
        update call set first_heard_at = first_heard_at - ${seconds} * interval '1 second',
          last_heard_at = last_heard_at - ${seconds} * interval '1 second'
        where id = ${callId}
      `);
    },
  };
}

/** A counsellor's cards of one call as their feed told of them, in order. */
export function cardsIn(feed: EventSourceClient, callId: string): readonly Received['data'][] {
  return feed.received
    .filter(({ event, data }) => event === 'popup' && data['callId'] === callId)
    .map(({ data }) => data);
}

/** The first card of a call in this state on a counsellor's feed. */
export async function cardIn(
  feed: EventSourceClient,
  callId: string,
  state: string,
  reason?: string,
): Promise<Received['data']> {
  const { data } = await feed.message(
    (message) =>
      message.event === 'popup' &&
      message.data['callId'] === callId &&
      message.data['state'] === state &&
      (reason === undefined || message.data['reason'] === reason),
  );
  return data;
}
