import { sql, type FragmentSqlToken } from 'slonik';
import { fromMicroseconds, microseconds } from './microseconds.ts';

/** An order of leads that a list can go on in after any lead: each has its index (db/migrations/0003_leads). */
export interface LeadOrder {
  readonly by: FragmentSqlToken;
  /** What the order goes by, besides the id, in a form a cursor can carry without loss. */
  readonly key: FragmentSqlToken;
  /** The leads behind the one with this key and id. */
  readonly behind: (key: string | number, id: string) => FragmentSqlToken;
}

const newestFirst = (time: FragmentSqlToken): LeadOrder => ({
  by: sql.fragment`${time} desc, l.id desc`,
  key: microseconds(time),
  behind: (key, id) => sql.fragment`(${time}, l.id) < (${fromMicroseconds(Number(key))}, ${id}::uuid)`,
});

/** A name as it is sorted: without case, by code point, and behind every name where there is none. */
export const nameInOrder = sql.fragment`(coalesce(nullif(lower(l.name), ''), U&'\\+10FFFF') collate "C")`;

export const LEAD_ORDERS = {
  /** Most recently active first. */
  active: newestFirst(sql.fragment`l.last_active_at`),
  /** Newest first. */
  created: newestFirst(sql.fragment`l.created_at`),
  /** The latest last call first; those never called at the end. */
  lastCall: newestFirst(sql.fragment`coalesce(l.last_call_at, 'epoch'::timestamptz)`),
  /** By name; those without one at the end. */
  name: {
    by: sql.fragment`${nameInOrder}, l.id`,
    key: nameInOrder,
    behind: (key, id) => sql.fragment`(${nameInOrder}, l.id) > (${String(key)}, ${id}::uuid)`,
  },
  /** In an order nothing changes, for whoever reads all of them. */
  id: { by: sql.fragment`l.id`, key: sql.fragment`''`, behind: (_, id) => sql.fragment`l.id > ${id}::uuid` },
} as const satisfies Record<string, LeadOrder>;

export type LeadSort = keyof typeof LEAD_ORDERS;
