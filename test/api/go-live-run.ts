import { expect } from '@jest/globals';
import { sql } from 'slonik';
import { z } from 'zod';
import { demo } from '../../dev/demo-data.ts';
import { eventually, openStage, type Answer, type Person, type Stage } from '../spine/stage.ts';

export type Body = Answer['body'];

/** A demo institute of which go-live checks are made. */
export interface GoLive {
  readonly stage: Stage;
  readonly admin: Person;
  readonly asha: Person;
  readonly start: (body: Record<string, unknown>) => Promise<Body>;
  readonly read: (id: string) => Promise<Body>;
  readonly rehearsed: (id: string, body?: Record<string, unknown>) => Promise<Body>;
  /** Once it stands so. */
  readonly readOnce: (id: string, fits: (run: Body) => boolean) => Promise<Body>;
  /** How many rows a query has. */
  readonly numberOf: (query: ReturnType<typeof sql.fragment>) => Promise<number>;
}

export async function openGoLive(): Promise<GoLive> {
  const stage = await openStage();
  const [admin, asha] = [await stage.admin(), await stage.signIn('asha@demo.test')];
  // Somewhere to dial: nothing is asked of it here.
  await stage.configure({ authenticationKey: 'key', vendorSettings: { apiUrl: 'http://127.0.0.1:9' } });
  const read = async (id: string): Promise<Body> => (await admin.call('GET', `/v1/go-live/${id}`)).body;
  return {
    stage,
    admin,
    asha,
    start: async (body) => {
      const { status, body: run } = await admin.call('POST', '/v1/go-live', { vendor: demo.vendor, ...body });
      expect([status, run]).toEqual([201, expect.anything()]);
      return run;
    },
    read,
    rehearsed: async (id, body = {}) => {
      const { status, body: run } = await admin.call('POST', `/v1/go-live/${id}/rehearse`, body);
      expect([status, run]).toEqual([200, expect.anything()]);
      return run;
    },
    readOnce: async (id, fits) =>
      await eventually(async () => {
        const run = await read(id);
        return fits(run) ? run : null;
      }),
    numberOf: async (query) =>
      await stage.db.oneFirst(
        sql.type(z.object({ count: z.number() }))`select count(*)::integer as count from ${query}`,
      ),
  };
}

export const states = ({ checks }: Body): Readonly<Record<string, string>> =>
  Object.fromEntries(checks.map(({ key, state }: Body) => [key, state]));

export const steps = ({ checks }: Body, key: string): Body => checks.find((check: Body) => check.key === key).steps;

/** What a check says of what is not done. */
export const missing = (run: Body, key: string): readonly string[] =>
  steps(run, key).flatMap(({ state, seen }: Body) => (state === 'done' ? [] : [seen]));
