import { setTimeout as sleep } from 'node:timers/promises';
import { demo } from '../../dev/demo-data.ts';
import { ask, type Answer, type ClassicName } from '../spine/stage.ts';

export const [ASHA, BILAL, CHITRA] = demo.counsellors.map(({ agent }) => agent) as [string, string, string];

export interface Request {
  readonly name: ClassicName;
  readonly fields: Readonly<Record<string, string>>;
}

/** One call as the vendor tells of it, request by request. */
export interface CallScript {
  readonly id: string;
  readonly number: string;
  readonly requests: readonly Request[];
  /** What must come of it. */
  readonly outcome: string;
  readonly talkSeconds: number;
  readonly rung: number;
}

type Fields = Request['fields'];
type Shape = 'missed_by_two' | 'answered_by_second' | 'answered_by_first' | 'abandoned' | 'report_only';

const routed = (call: Fields): Request => ({ name: 'getCounsellor', fields: call });
const rings = (call: Fields, agent: string): Request => ({
  name: 'ivrCallNotification',
  fields: { ...call, agent_no: agent },
});
const ends = (call: Fields, report: Fields): Request => ({
  name: 'ivrCallBackDetails',
  fields: { ...call, ...report },
});

const CALLS: { readonly [S in Shape]: (call: Fields) => Omit<CallScript, 'id' | 'number'> } = {
  missed_by_two: (call) => ({
    requests: [routed(call), rings(call, ASHA), rings(call, BILAL), ends(call, { agent_no: BILAL, status: 'missed' })],
    outcome: 'missed',
    talkSeconds: 0,
    rung: 2,
  }),
  answered_by_second: (call) => ({
    requests: [
      routed(call),
      rings(call, BILAL),
      rings(call, CHITRA),
      ends(call, { agent_no: CHITRA, status: '1', call_duration: '01:03' }),
    ],
    outcome: 'answered',
    talkSeconds: 63,
    rung: 2,
  }),
  answered_by_first: (call) => ({
    requests: [rings(call, ASHA), ends(call, { agent_no: ASHA, status: 'answered', call_duration: '30' })],
    outcome: 'answered',
    talkSeconds: 30,
    rung: 1,
  }),
  abandoned: (call) => ({
    requests: [routed(call), ends(call, { agent_no: '', status: 'missed' })],
    outcome: 'abandoned',
    talkSeconds: 0,
    rung: 0,
  }),
  report_only: (call) => ({
    requests: [ends(call, { agent_no: CHITRA, status: 'connected', call_duration: '12' })],
    outcome: 'answered',
    talkSeconds: 12,
    rung: 1,
  }),
};

export const SHAPES: readonly Shape[] = [
  'missed_by_two',
  'answered_by_second',
  'answered_by_first',
  'abandoned',
  'report_only',
];

/** Writes a call of the given shape. */
export function script(id: string, number: string, shape: Shape): CallScript {
  return { id, number, ...CALLS[shape]({ call_id: id, applicant_no: number, did_no: demo.did.number }) };
}

/** Sends one request once. */
export async function send(apiUrl: string, { name, fields }: Request): Promise<Answer> {
  return await ask(`${apiUrl}/${name}/${demo.institute.id}/${demo.vendor}`, 'POST', {
    secret_key: demo.secretKey,
    ...fields,
  });
}

const BETWEEN_TRIES_MS = 100;

/**
 * Sends one request until it is answered, as vendors do: again after a connection that failed or broke, and after a
 * 5xx. The test's own time limit ends it.
 */
export async function sendUntilAnswered(apiUrl: string, request: Request): Promise<Answer> {
  for (;;) {
    const answer = await send(apiUrl, request).catch(() => null);
    if (answer !== null && answer.status < 500) return answer;
    await sleep(BETWEEN_TRIES_MS);
  }
}

/** Does something for each item, so many at a time. */
export async function atOnce<T>(
  most: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  await Promise.all(
    Array.from({ length: most }, async () => {
      for (const [index, item] of left) await work(item, index);
    }),
  );
}
