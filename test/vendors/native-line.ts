import { randomInt } from 'node:crypto';
import type { VendorSlug } from '../../vendors/registry.ts';
import type { JsonObject } from '../../vendors/json.ts';
import { ask, type Answer, type Stage } from '../spine/stage.ts';
import { ASHA, BILAL, CHITRA } from '../spine/vendor-call.ts';

/** A vendor that speaks its own dialect to the demo institute: an account with inbound calling on, its token, agents' numbers. */
export interface NativeLine {
  readonly token: string;
  /** By a query. */
  get(endpoint: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
  /** In JSON. */
  post(endpoint: string, fields: JsonObject): Promise<Answer>;
  configure(patch: JsonObject): Promise<void>;
  /** Gives the demo counsellors these numbers at the vendor, beside those they have there. */
  agents(numbers: Readonly<Record<string, { readonly number: string; readonly vendorUserId?: string }>>): Promise<void>;
  url(endpoint: string): string;
}

export async function nativeLine(stage: Stage, vendor: VendorSlug): Promise<NativeLine> {
  const admin = await stage.admin();
  const changed = async (method: string, path: string, body: JsonObject): Promise<Answer['body']> => {
    const answer = await admin.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const settings = `/v1/settings/telephony/${vendor}`;
  await changed('PUT', settings, { enabled: true, inbound: { enabled: true } });
  const { token } = await changed('POST', `${settings}/rotate`, { what: 'token' });
  const url = (endpoint: string): string => `${stage.url}/vendors/${vendor}/${token}/${endpoint}`;
  return {
    token,
    url,
    get: async (endpoint, fields) => await ask(`${url(endpoint)}?${new URLSearchParams(fields).toString()}`, 'GET'),
    post: async (endpoint, fields) => await ask(url(endpoint), 'POST', fields),
    configure: async (patch) => void (await changed('PUT', settings, patch)),
    agents: async (numbers) => {
      const { body } = await admin.call('GET', '/v1/settings/counsellors');
      for (const { id, name, agentNumbers } of body.items) {
        const mine = numbers[name];
        if (mine)
          await changed('PUT', `/v1/settings/counsellors/${id}`, {
            agentNumbers: [...agentNumbers, { vendor, ...mine }],
          });
      }
    },
  };
}

/** What the demo counsellors are rung by at vendors they have no number at yet. */
export const SAME_NUMBERS = {
  'Asha Rao': { number: ASHA },
  'Bilal Khan': { number: BILAL },
  'Chitra Iyer': { number: CHITRA },
} as const;

/** A student nobody knows, ten digits. */
export const somebody = (): string => `97${randomInt(10_000_000, 99_999_999)}`;

/** A wall clock in India, as vendors write it: so many seconds ago. */
export const ist = (secondsAgo = 0): string =>
  new Date(Date.now() + 19_800_000 - secondsAgo * 1000).toISOString().slice(0, 19).replace('T', ' ');
