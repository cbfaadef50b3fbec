import type { LegStatus } from '../../domain/call/facts.ts';
import { readNames } from '../line.ts';
import type { Line } from '../line.ts';
import { NativeReading } from '../native-reading.ts';
import type {
  NativeAnswer,
  NativeContext,
  NativeHappening,
  NativeHeard,
  NativeRequest,
  NativeRouting,
} from '../native.ts';
import { readLegs } from './legs.ts';
import type { ExotelLeg } from './legs.ts';
import { dialable } from './routing.ts';
import { appletCall } from './said.ts';
import { exotelZone } from './settings.ts';

/** The Passthru applet (vendors.md 2.5): 200 leads a flow on by branch A, 302 by branch B. */

type Cause = Extract<LegStatus, { result: 'failure' }>['cause'];

/** `DialCallStatus` of a Connect that reached nobody (2.7). */
const causes: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['no-answer', 'no_answer'],
  ['busy', 'busy'],
  ['failed', 'failed'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

const word = (reading: NativeReading, name: string): string | null => reading.text(name)?.toLowerCase() ?? null;

/** What a Connect applet before this one came to; null when there was none yet: the flow is still in its menu. */
const outcomeOf = (reading: NativeReading): LegStatus | null => {
  const type = word(reading, 'CallType');
  const dialled = word(reading, 'DialCallStatus');
  if (type === 'voicemail') return { result: 'failure', cause: 'voicemail' };
  // Who hung up after a talk left the flow as well.
  if (type === 'completed' || dialled === 'completed') return { result: 'success' };
  if (type === 'client-hangup') return { result: 'failure', cause: 'cancelled' };
  if (dialled !== null) {
    const cause = causes.get(dialled);
    if (cause === undefined) reading.flag('status_unrecognised');
    return cause === undefined ? { result: 'unrecognised' } : { result: 'failure', cause };
  }
  if (type === 'incomplete') return { result: 'failure', cause: 'no_answer' };
  if (type !== null && type !== 'call-attempt') reading.flag('word_unrecognised');
  return null;
};

const legCause = ({ cause }: ExotelLeg): Cause => (/busy|^17$|^21$|reject/i.test(cause ?? '') ? 'busy' : 'no_answer');

const failed = (agent: Line, cause: Cause): NativeHappening => ({
  kind: 'ended',
  agent,
  status: { result: 'failure', cause },
  talkSeconds: null,
  startedAt: null,
  endedAt: null,
  recordingUrl: null,
});

const isOneOf = (line: Line, lines: readonly (Line | null)[]): boolean =>
  lines.some((other) => other?.key === line.key);

/** Who was rung: whoever talked last, then those who did not, each with why. */
const readAgents = (reading: NativeReading, country: string, status: LegStatus) => {
  const legs = readLegs(reading.fields).map((leg) => ({
    leg,
    line: readNames([leg.number], country),
    talk: reading.seconds(leg.onCall),
  }));
  const named = reading.line('DialWhomNumber');
  const talked = legs.findLast(({ talk, line }) => (talk ?? 0) > 0 && (named === null || line?.key === named.key));
  // Forwarded calls name nobody: the leg that talked does (2.7).
  const agent = named ?? talked?.line ?? (status.result === 'failure' ? (legs.at(-1)?.line ?? null) : null);
  const missed = legs.flatMap(({ leg, line, talk }) =>
    line === null || (talk ?? 0) > 0 || isOneOf(line, [agent]) ? [] : [failed(line, legCause(leg))],
  );
  return { agent, missed, talk: talked?.talk ?? null };
};

/** After a Connect: how it went. */
const ended = (reading: NativeReading, country: string, said: LegStatus): readonly NativeHappening[] => {
  const { agent, missed, talk } = readAgents(reading, country, said);
  const seconds =
    reading.seconds(reading.text('ConversationDuration')) ?? talk ?? reading.seconds(reading.text('DialCallDuration'));
  // A menu that was left is stored as completed all the same (2.7).
  const dropped = said.result === 'success' && agent === null && (seconds ?? 0) === 0;
  if (dropped) reading.flag('answered_by_menu');
  const status: LegStatus = dropped ? { result: 'failure', cause: null } : said;
  const talkSeconds = status.result === 'success' ? seconds : null;
  const { startedAt, endedAt } = reading.stamps(
    { start: reading.text('StartTime'), end: reading.text('EndTime') },
    exotelZone,
  );
  const recordingUrl = reading.recording(reading.text('RecordingUrl'));
  const report = { kind: 'ended', status, talkSeconds, startedAt, endedAt, recordingUrl } as const;
  // Nobody picked up: the flow may go on to the next Connect. The caller left, or spoke to a machine: it does not.
  const isOver = status.result === 'failure' && (status.cause === 'cancelled' || status.cause === 'voicemail');
  if (!isOver || agent === null) return [...missed, { ...report, agent: isOver ? null : agent }];
  return [
    ...missed,
    failed(agent, status.cause === 'cancelled' ? 'cancelled' : 'no_answer'),
    { ...report, agent: null },
  ];
};

/** Reads a Passthru: after a Connect how it went, in a menu that the call is there, before anything whom to ring. */
export const readPassthru = ({ fields }: NativeRequest, context: NativeContext): NativeHeard => {
  const reading = new NativeReading(fields, context);
  const status = outcomeOf(reading);
  if (status !== null) {
    const happenings = ended(reading, context.country, status);
    return { kind: 'event', said: { ...appletCall(reading, { expectsId: true }), flags: reading.flags }, happenings };
  }
  // Digits come in literal quotes (2.5).
  const digits = reading.text('digits')?.replaceAll('"', '').trim() ?? '';
  const said = appletCall(reading, { expectsId: digits !== '' });
  return digits === ''
    ? { kind: 'routing_question', said }
    : { kind: 'event', said, happenings: [{ kind: 'noticed' }] };
};

/** Asked before a Connect: branch A where somebody can be rung, branch B where nobody can. */
export const answerPassthru = ({ numbers }: NativeRouting): NativeAnswer =>
  dialable(numbers).length > 0 ? { httpStatus: 200, body: 'somebody' } : { httpStatus: 302, body: 'nobody' };
