import { createHash } from 'node:crypto';
import type { EpochMs } from '../domain/ids.ts';
import { phoneKey } from '../domain/numbers/phone.ts';
import { parseDuration } from '../domain/time/duration.ts';
import { field, isAbsent, type Fields } from './classic/fields.ts';
import { isObject, readJson, type Json } from './json.ts';
import { isResidue, readLine, readRecordingUrl, type Line } from './line.ts';
import type { NativeContext, NativeFlag } from './native.ts';
import { readStamps } from './stamps.ts';

const longestId = 200;
/** A talk of more than a day is a wrong number, as a span of stamps is. */
const longestSeconds = 86_400;
/** How a vendor writes "no number" where it could have left the field empty. */
const nobody = /^(?:unknown|anonymous|private|withheld|unavailable|restricted|0+)$/i;
/** A variable nobody filled, or what is left of one in a longer text. */
const unfilled = /^\s*(?:\$[a-z_]\w*|_(?:number|name))\s*$/i;
const deepest = 6;

/**
 * Reads a vendor's own fields one by one and keeps the flags that reading raises. Each reader takes the names a value
 * may have, in the order to look; what can't be read is null, as if it had not come.
 */
export class NativeReading {
  readonly fields: Fields;
  private readonly context: Pick<NativeContext, 'country' | 'receivedAt'>;
  private readonly raised = new Set<NativeFlag>();

  constructor(fields: Fields, context: Pick<NativeContext, 'country' | 'receivedAt'>) {
    this.fields = fields;
    this.context = context;
    if (hasUnfilled(fields, deepest)) this.flag('template_unfilled');
  }

  get flags(): readonly NativeFlag[] {
    return [...this.raised].toSorted();
  }

  flag(flag: NativeFlag): void {
    this.raised.add(flag);
  }

  /** The first of these that says anything, trimmed; what is left of an empty variable does not. */
  text(...names: readonly string[]): string | null {
    return names.map((name) => field(this.fields, name).text).find((text) => text !== null && !isResidue(text)) ?? null;
  }

  /** Whether the key was sent, whatever its value. */
  sent(name: string): boolean {
    return field(this.fields, name).sent;
  }

  /** What is nested under a name, as an object or as a text that holds one; its flags are its own. */
  within(name: string): NativeReading | null {
    const sent = Object.entries(this.fields).find(([key]) => key.trim() === name)?.[1];
    const nested = typeof sent === 'string' ? readJson(sent) : sent;
    return isObject(nested) ? new NativeReading(nested, this.context) : null;
  }

  /** The vendor's id of the call; one that is longer than any real one by its hash. */
  callId(text: string | null): string | null {
    if (text === null) this.flag('no_call_id');
    if (text === null || text.length <= longestId) return text;
    this.flag('call_id_shortened');
    return `sha256-${createHash('sha256').update(text).digest('hex')}`;
  }

  /** An id we gave, given back: a longer one is not ours. */
  reference(...names: readonly string[]): string | null {
    const text = this.text(...names);
    return text !== null && text.length <= longestId ? text : null;
  }

  /** The student's number: the first that is one. Flagged where something was sent and nothing of it is a number. */
  number(...names: readonly string[]): string | null {
    const sent = names.map((name) => field(this.fields, name)).filter((one) => one.sent);
    // Not trimmed: what a lost plus leaves behind is read by domain/numbers.
    const key = sent.map(({ raw }) => phoneKey(raw ?? '', this.context.country)).find((read) => read !== null) ?? null;
    if (key === null && sent.length > 0) this.flag('number_unreadable');
    return key;
  }

  line(...names: readonly string[]): Line | null {
    return this.lineOf(this.text(...names));
  }

  lineOf(text: string | null): Line | null {
    return text === null || isAbsent(text) || nobody.test(text.trim()) ? null : readLine(text, this.context.country);
  }

  /** Whole seconds. */
  seconds(text: string | null): number | null {
    const seconds = parseDuration(text);
    const read = seconds !== null && seconds <= longestSeconds ? seconds : null;
    if (text !== null && read === null) this.flag('duration_unreadable');
    return read;
  }

  /** @param zone of stamps without offset */
  stamps(sent: { readonly start: string | null; readonly end: string | null }, zone: string) {
    const { startedAt, endedAt, flags } = readStamps(sent, zone, this.context.receivedAt);
    for (const flag of flags) this.flag(flag);
    return { startedAt, endedAt };
  }

  /** One stamp by itself, say of a ring. */
  stamp(text: string | null, zone: string): EpochMs | null {
    return this.stamps({ start: text, end: null }, zone).startedAt;
  }

  /** @param text an address, already made whole */
  recording(text: string | null): string | null {
    const url = readRecordingUrl(text);
    if (text !== null && url === null) this.flag('recording_unreadable');
    return url;
  }
}

function hasUnfilled(value: Json, depth: number): boolean {
  if (typeof value === 'string') return unfilled.test(value);
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.some((item: Json) => hasUnfilled(item, depth - 1));
  return isObject(value) && Object.values(value).some((item) => hasUnfilled(item, depth - 1));
}
