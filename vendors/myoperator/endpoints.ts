import type { Fields } from '../classic/fields.ts';
import type { NativeContext, NativeEndpoint, NativeHeard } from '../native.ts';
import { readAfterCall } from './after-call.ts';
import { readEvent } from './events.ts';
import { readInCall } from './in-call.ts';
import { unwrap } from './wrapping.ts';

type Read = (fields: Fields, context: NativeContext) => NativeHeard;

const afterCallKeys = ['_su', '_ld', '_ev', '_cl', '_dsp'];

/** Hooks are mistaken for each other in the panel: what a request is, its keys say before its address does. */
const readerOf = (fields: Fields, otherwise: Read): Read => {
  if ('event_type' in fields) return readEvent;
  return afterCallKeys.some((key) => key in fields) ? readAfterCall : otherwise;
};

const reading =
  (otherwise: Read): NativeEndpoint['read'] =>
  ({ fields: sent }, context) => {
    const fields = unwrap(sent);
    if (Object.keys(fields).length === 0) return { kind: 'ignored', reason: 'empty' };
    return readerOf(fields, otherwise)(fields, context);
  };

const taken: NativeEndpoint['answerEvent'] = () => ({ httpStatus: 200, body: { status: 'success' } });

/** The hooks of MyOperator's panel (vendors.md 3.3, 3.4). */
export const myoperatorEndpoints: readonly NativeEndpoint[] = [
  {
    name: 'in-call',
    summary: 'While a call goes on: who is rung (In-Call webhook, v1)',
    methods: ['GET', 'POST'],
    read: reading(readInCall),
    answerEvent: taken,
    hooks: [{ where: 'Panel → API & Webhooks → Webhooks → In-Call: HTTPS, POST, JSON' }],
  },
  {
    name: 'after-call',
    summary: 'When a call is over: its log entry (After Call webhook, v1)',
    methods: ['GET', 'POST'],
    read: reading(readAfterCall),
    answerEvent: taken,
    hooks: [{ where: 'Panel → API & Webhooks → Webhooks → After Call: HTTPS, POST, JSON' }],
  },
  {
    name: 'v2',
    summary: 'Every event of a call (webhooks v2)',
    methods: ['POST'],
    read: reading(readEvent),
    answerEvent: taken,
    hooks: [
      {
        where:
          'Panel → API & Webhooks → Webhooks v2 → Add: HTTPS, authentication none, events call.initiated, call.ivr_started, call.dial_begin, call.answered, call.end and call.summary',
      },
    ],
  },
];
