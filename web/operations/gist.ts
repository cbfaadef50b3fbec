import type { LogItem } from './contract.ts';

type Json = LogItem['request'];

/** What of a request tells most, in the words of the vendors that have them, before anything else in it. */
const FIRST = [
  'call_id',
  'applicant_no',
  'agent_no',
  'status',
  'uuid',
  'CallSid',
  'callid',
  'session_id',
  'uid',
  'caller_id_number',
  'CallFrom',
  'callfrom',
  'clid',
  'caller_number',
  'customer_number',
];
const SHOWN = 3;
const LONGEST = 26;

/** The first few things a request says, for a row of a list: "call_id 17 · applicant_no 98123 · agent_no 99909". */
export function gist(request: Json): string {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return '';
  const plain = Object.entries(request).flatMap(([name, value]) =>
    isPlain(value) && value !== '' && value !== '[redacted]' ? [[name, String(value)] as const] : [],
  );
  const place = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return plain
    .toSorted(([a], [b]) => place(a) - place(b))
    .slice(0, SHOWN)
    .map(([name, value]) => `${name} ${value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}`)
    .join(' · ');
}

const isPlain = (value: Json): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
