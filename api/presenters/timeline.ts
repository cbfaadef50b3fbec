import { z } from 'zod';
import type { TimelineCall, TimelineRow } from '../../db/timeline-read.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { shownFreeText } from '../../domain/access/free-text.ts';
import { personSchema } from './person.ts';
import { iso } from './time.ts';

/** An entry of a lead's timeline (contract 3, **Timeline item**). */
export const timelineItemSchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    type: z.enum(['call', 'note', 'assignment', 'stage', 'merge', 'edit']),
    callId: z.uuid().optional(),
    text: z.string(),
    by: personSchema.optional(),
  })
  .meta({ id: 'TimelineItem' });

export type TimelineItem = z.infer<typeof timelineItemSchema>;

/** @param numberKeys the lead's numbers, which a note may quote */
export const presentTimelineItem = (row: TimelineRow, numberKeys: readonly string[], viewer: Viewer): TimelineItem => ({
  id: row.id,
  at: iso(row.at),
  type: row.type,
  ...(row.callId !== null && { callId: row.callId }),
  text: shownFreeText(textOf(row), numberKeys, viewer),
  ...(row.by !== null && { by: row.by }),
});

const textOf = (row: TimelineRow): string => {
  switch (row.type) {
    case 'call':
      return row.call === null ? 'Call' : callText(row.call);
    case 'note':
      return row.note ?? '';
    case 'assignment':
      return assignmentText(row);
    case 'stage':
      return `Stage changed from ${word(row.data['from'])} to ${word(row.data['to'])}`;
    case 'edit':
      return 'application' in row.data ? applicationText(row) : editText(row.data['fields']);
    case 'merge':
    default:
      return row.data['direction'] === 'joined' ? 'Merged into another lead' : 'Another lead was merged into this one';
  }
};

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

const KIND = { inbound: 'Inbound call', outbound: 'Outbound call', campaign: 'Campaign call' } as const;

/** "Inbound call, answered by Asha Rao, 1 min 32 s talk". */
export const callText = (call: TimelineCall): string => `${KIND[call.direction]}${caller(call)}, ${course(call)}`;

/** Who dialled, where it was one of us. */
const caller = ({ direction, counsellor }: TimelineCall): string =>
  direction === 'outbound' && counsellor !== null ? ` by ${counsellor}` : '';

const course = (call: TimelineCall): string => {
  const { direction, state, outcome, talkSeconds, counsellor, rung } = call;
  const by = counsellor !== null && direction !== 'outbound' ? ` by ${counsellor}` : '';
  switch (outcome) {
    case null:
      return liveCourse(state, rung, direction === 'outbound' ? null : counsellor);
    case 'answered':
      return `answered${by}${talkSeconds === null ? '' : `, ${duration(talkSeconds)} talk`}`;
    case 'missed':
      return rung.length === 0 ? 'missed' : `missed by ${list(rung)}`;
    case 'abandoned':
      return 'abandoned before anybody was rung';
    case 'voicemail':
      return 'voicemail';
    case 'busy':
      return 'busy';
    case 'no_answer':
      return 'no answer';
    case 'cancelled':
      return 'cancelled';
    case 'agent_no_answer':
      return 'the counsellor did not pick up';
    case 'failed':
      return 'failed';
    default:
      return 'outcome unknown';
  }
};

const liveCourse = (state: string, rung: readonly string[], counsellor: string | null): string => {
  if (state === 'talking') return counsellor === null ? 'talking now' : `talking with ${counsellor} now`;
  const last = rung.at(-1);
  return state === 'ringing' && last !== undefined ? `ringing ${last}` : 'on now';
};

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const duration = (seconds: number): string => {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
};

const assignmentText = ({ data, owners, ownerTalked, ownerRung }: TimelineRow): string => {
  const what = owners.length === 0 ? 'Owner removed' : `Assigned to ${list(owners)}`;
  switch (data['reason']) {
    case 'answered':
      return `${what}: ${ownerTalked ? 'answered the call' : 'the call was answered'}`;
    case 'missed':
      return `${what}: ${ownerRung ? 'rung last on the missed call' : 'the call was missed'}`;
    case 'talked_and_saved':
      return `${what}: talked on the call and saved the lead`;
    case 'corrected':
      return `${what}: the call was corrected`;
    case 'merged':
      return `${what}: owned a lead that was merged into this one`;
    default:
      return `${what}: chosen by hand`;
  }
};

const FIELD: Readonly<Record<string, string>> = {
  name: 'name',
  email: 'e-mail',
  phones: 'phones',
  junk: 'junk mark',
  doNotCall: '"do not call" mark',
};

const applicationText = ({ data }: TimelineRow): string =>
  `Application ${word(data['application'])}: ${word(data['status'])}`;

/** Which fields were changed, never to what: numbers among them. */
const editText = (fields: unknown): string => {
  const names = Array.isArray(fields) ? fields.flatMap((field: unknown) => FIELD[word(field)] ?? []) : [];
  return names.length === 0 ? 'Edited' : `Edited: ${list(names)}`;
};
