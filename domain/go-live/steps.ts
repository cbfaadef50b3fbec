import type { Step } from './checks.ts';
import type { Evidence, Heard, TestCall } from './evidence.ts';

/** By what a step shows that it was done. */
export interface Shown {
  readonly call?: TestCall | undefined;
  readonly heard?: Heard | null | undefined;
}

const step = (state: Step['state'], text: string, seen: string, { call, heard }: Shown): Step => ({
  text,
  state,
  seen,
  at: heard?.at ?? null,
  callId: call?.id ?? null,
  requestId: heard?.requestId ?? null,
});

export const done = (text: string, seen: string, shown: Shown = {}): Step => step('done', text, seen, shown);
export const waiting = (text: string, seen: string, shown: Shown = {}): Step => step('waiting', text, seen, shown);
export const failed = (text: string, seen: string, shown: Shown = {}): Step => step('failed', text, seen, shown);

/** Of something that is set or not: what is wrong with it, null when it is right. */
export const isSet = (text: string, problem: string | null, right: string): Step =>
  problem === null ? done(text, right) : failed(text, problem);

/** The inbound call to look at: one that was answered before one that goes on, and that before one that was not. */
export const incoming = ({ calls }: Evidence): TestCall | undefined => {
  const inbound = calls.filter(({ direction }) => direction === 'inbound');
  return inbound.find(({ outcome }) => outcome === 'answered') ?? inbound.find(({ ended }) => !ended) ?? inbound[0];
};

/** The same of those that nobody took. */
export const unanswered = ({ calls }: Evidence): TestCall | undefined =>
  calls.find(({ direction, ended, outcome }) => direction === 'inbound' && ended && outcome !== 'answered');

/** What to do so that a call comes that somebody takes. */
export const callAndTake = ({ mode, setUp: { counsellor } }: Evidence): string =>
  mode === 'rehearsal'
    ? 'Not rehearsed yet.'
    : `Nothing has come yet. Dial the DID from the test phone; ${counsellor.name} picks up.`;

export const callAndLetRing = ({ mode }: Evidence): string =>
  mode === 'rehearsal'
    ? 'Not rehearsed yet.'
    : 'Not seen yet. Dial the DID from the test phone, and let it ring until the call ends by itself.';

/** Nobody took the inbound call there is: another one is needed. */
export const takeTheNext = 'The test call was not answered. Dial again; the counsellor picks up.';

/** Whether vendor and incoming calls are switched on. */
export const inboundIsOn = ({ setUp: { enabled, inbound, vendor } }: Evidence): Step =>
  isSet(
    'Incoming calls are switched on',
    enabled
      ? inbound
        ? null
        : 'Incoming calls are off: switch them on in the settings of the vendor.'
      : `${vendor} is switched off: switch it on in the settings of the vendor.`,
    'They are.',
  );
