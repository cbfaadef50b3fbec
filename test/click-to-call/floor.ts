import { randomUUID } from 'node:crypto';
import { sql } from 'slonik';
import { z } from 'zod';
import { noRows } from '../../db/columns.ts';
import type { FactKind } from '../../domain/call/facts.ts';
import type { ExchangeOptions, PlacedCall } from '../../simulator/tatatel/exchange.ts';
import { startTatatelExchange, type TatatelExchange } from '../../simulator/tatatel/server.ts';
import type { JsonObject } from '../../vendors/json.ts';
import type { EventSourceClient, Received } from '../feed/event-source-client.ts';
import { ask, eventually, openStage, type Answer, type Person, type Stage, type StageOptions } from '../spine/stage.ts';

export { ASHA, BILAL, KABIR, NEHA, RIYA } from '../spine/vendor-call.ts';

/** The product with its vendor: an account that was set up through the API, and counsellors who may call out. */
export interface Floor {
  readonly stage: Stage;
  readonly vendor: TatatelExchange;
  readonly asha: Person;
  readonly bilal: Person;
  /** The demo lead of this name. */
  lead(name: string): Promise<Answer['body']>;
  /** A new lead with a number that nobody else has; owned by nobody. */
  newLead(): Promise<Lead>;
  /** Clicks to call. */
  click(who: Person, body: JsonObject, key?: string): Promise<Answer>;
  /** The call as the admin sees it, once it fits. */
  call(id: string, fits: (call: Answer['body']) => boolean): Promise<Answer['body']>;
  /** Resolves when the call has a fact of this kind, with how many. */
  heard(callId: string, kind: FactKind): Promise<number>;
  /** Has the counsellor hang up what they are on. */
  free(who: Person): Promise<void>;
  /** How often the exchange was asked to dial. */
  dials(): number;
  /** What the exchange was asked for by this call. */
  placed(callId: string): Promise<PlacedCall>;
  /** Moves all that was heard of a call into the past, and has its workflow look at it. */
  age(callId: string, seconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface Lead {
  readonly id: string;
  /** Ten digits. */
  readonly number: string;
}

const countRow = z.object({ count: z.number() });
const liveRow = z.object({ id: z.string() });

let leads = 0;

export async function openFloor(
  options: Partial<ExchangeOptions> & { readonly stage?: StageOptions } = {},
): Promise<Floor> {
  const { stage: wanted, ...exchange } = options;
  const [stage, vendor] = await Promise.all([openStage(wanted), startTatatelExchange(exchange)]);
  const { email, password } = vendor.exchange.options;
  await stage.configure({ vendorSettings: { apiUrl: vendor.url, email, password } });
  const [asha, bilal] = await Promise.all([stage.signIn('asha@demo.test'), stage.signIn('bilal@demo.test')]);
  return {
    stage,
    vendor,
    asha,
    bilal,
    lead: async (name) => {
      const { body } = await asha.call('GET', `/v1/leads?search=${encodeURIComponent(name)}`);
      return body.items[0];
    },
    newLead: async () => {
      leads += 1;
      const number = `96${String(10_000_000 + leads)}`;
      const { body } = await asha.call('POST', '/v1/leads', { name: `Student ${leads}`, phones: [{ number }] });
      return { id: body.id, number };
    },
    click: async (who, body, key = randomUUID()) =>
      await ask(`${stage.url}/v1/calls`, 'POST', body, { cookie: who.cookie, 'idempotency-key': key }),
    call: async (id, fits) => {
      const admin = await stage.admin();
      return await eventually(async () => {
        const { body } = await admin.call('GET', `/v1/calls/${id}`);
        return fits(body) ? body : null;
      });
    },
    heard: async (callId, kind) =>
      await eventually(async () => {
        const facts = await stage.db.oneFirst(sql.type(countRow)`
          select count(*)::integer as count from fact where call_id = ${callId} and kind = ${kind}
        `);
        return facts > 0 ? facts : null;
      }),
    free: async (who) => {
      const live = await stage.db.anyFirst(sql.type(liveRow)`
        select call_id as id from click_to_call where counsellor_id = ${who.id} and released_at is null
      `);
      for (const id of live) await who.call('POST', `/v1/calls/${id}/hangup`);
    },
    dials: () => vendor.exchange.requests.filter(({ path }) => path === '/v1/click_to_call').length,
    placed: async (callId) =>
      await eventually(
        async () => vendor.exchange.placed.find(({ customIdentifier }) => customIdentifier === callId) ?? null,
      ),
    age: async (callId, seconds) => {
      await stage.db.query(sql.type(noRows)`
        update fact set received_at = received_at - ${seconds} * interval '1 second' where call_id = ${callId}
      `);
      await stage.db.query(sql.type(noRows)`
        update click_to_call set requested_at = requested_at - ${seconds} * interval '1 second' where call_id = ${callId}
      `);
      // Looked at again by whoever comes next; a note wakes the workflow.
      await asha.call('POST', `/v1/calls/${callId}/notes`, { text: 'Time has passed' });
    },
    close: async () => {
      await stage.close();
      await vendor.stop();
    },
  };
}

/** What a counsellor's feed told of a call, in order. */
export function progressIn(feed: EventSourceClient, callId: string): readonly Received['data'][] {
  return feed.received.filter(({ event, data }) => event === 'call' && data['id'] === callId).map(({ data }) => data);
}

/** The first message about a call that fits. */
export async function progress(
  feed: EventSourceClient,
  callId: string,
  fits: (call: Received['data']) => boolean,
): Promise<Received['data']> {
  const { data } = await feed.message(
    (message) => message.event === 'call' && message.data['id'] === callId && fits(message.data),
  );
  return data;
}

export const isOver = (call: Answer['body']): boolean => call.state === 'ended';
export const isTaken = (call: Answer['body']): boolean => call.state === 'agent_ringing';
