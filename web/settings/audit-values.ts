import type { Fields } from '../../domain/settings/merge.ts';
import { longDay } from '../reports/days.ts';
import { readable } from '../words/number.ts';
import { duration, type Clock } from '../words/time.ts';
import { vendorName } from '../words/vendor.ts';
import { ANSWERED_OWNERS, CREATIONS, FALLBACKS, HANDSETS, MISSED_OWNERS, RINGS } from './choices.ts';
import { scopeWord } from './permission-words.ts';
import { EVENTS } from './webhook-words.ts';

/** What the audit knows names of: people, teams, forms, webhooks and keys by their ids, permissions by their code. */
export type NameOf = (what: string) => string | null;

interface Known {
  readonly clock: Pick<Clock, 'exactly'>;
  readonly nameOf: NameOf;
}

const labels = (choices: typeof RINGS): Readonly<Record<string, string>> =>
  Object.fromEntries(choices.map(({ value, label }) => [value, label]));

const DAYS = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

/** Words of the API that stand for a choice, by the field they stand in. */
const CHOSEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  routingFallback: labels(FALLBACKS),
  ring: labels(RINGS),
  createOn: labels(CREATIONS),
  answeredOwner: labels(ANSWERED_OWNERS),
  missedOwner: labels(MISSED_OWNERS),
  handset: labels(HANDSETS),
  mode: { rehearsal: 'Rehearsal', live: 'Live check', classic: 'Classic', softphone: 'Soft phone' },
  dialMethod: { user: 'User id', number: 'Number' },
  wrapUp: { open: 'Still to do', closed: 'Closed' },
  as: { 'text/csv': 'CSV', 'application/json': 'JSON' },
  days: DAYS,
  events: EVENTS,
  event: EVENTS,
};
const VENDOR_FIELDS = new Set(['vendor', 'telephonyPartner', 'defaultVendor']);
/** Of leads there are too many to know by name: a link leads to the one that matters. */
const LEAD_FIELDS = new Set(['leadId', 'mergedInto']);
const NUMBER_FIELDS = new Set(['number', 'agentNumber', 'did', 'callerId', 'srNumber']);

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const isId = (text: string): boolean => ID.test(text);

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The value of a field as people read it; null: there is none. */
export function valueWords(path: string, value: unknown, known: Known): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((item) => valueWords(path, item, known) ?? 'nothing').join(' · ');
  if (typeof value === 'number') return quantity(path, value);
  if (typeof value === 'string') return stated(path, value, known);
  return isFields(value) ? together(value, known) : JSON.stringify(value);
}

function quantity(path: string, value: number): string {
  if (path.endsWith('Seconds')) return duration(value);
  return path.endsWith('Days') ? `${value} days` : String(value);
}

function stated(path: string, value: string, { clock, nameOf }: Known): string {
  const field = lastOf(path);
  if (LEAD_FIELDS.has(field)) return 'a lead';
  if (isId(value)) return nameOf(value) ?? 'one that is no longer there';
  if (TIME.test(value)) return clock.exactly(value);
  if (DATE.test(value)) return longDay(value);
  if (VENDOR_FIELDS.has(field)) return vendorName(value);
  if (NUMBER_FIELDS.has(field)) return readable(value);
  // A field that is a permission says how far it is granted.
  return CHOSEN[field]?.[value] ?? (nameOf(field) === null ? value : scopeWord(value));
}

/** An entry of a list: its values without the names of their fields, what it is known by first. */
function together(item: Fields, known: Known): string {
  const { number, name, days, ...others } = item;
  const { from, to, ...rest } = others;
  const span = typeof from === 'string' && typeof to === 'string' ? `${from} to ${to}` : null;
  const told = Object.entries({ number, name, days, ...rest }).map(([field, value]) =>
    Array.isArray(value)
      ? value.map((one) => valueWords(field, one, known)).join(', ')
      : valueWords(field, value, known),
  );
  return [...told, span].filter((part) => part !== null).join(' ');
}
