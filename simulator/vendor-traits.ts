import type { PlannedCall, Vendor } from './day/planned.ts';
import type { Script } from './day/script.ts';
import type { Leg } from './verify/told.ts';

/** How an institute has set a vendor up, and what that vendor's systems can tell. */
export interface VendorTraits {
  readonly ring: 'sequential' | 'simultaneous';
  readonly routingFallback: 'vendor' | 'random';
  readonly createOn: 'ring' | 'answer' | 'end';
  readonly answeredOwner: 'answerer' | 'sticky' | 'none';
  readonly missedOwner: 'last_rung' | 'sticky' | 'none';
  readonly keepOwner: boolean;
  /** The institute's sticky counsellors at this vendor, by `ref`. */
  readonly sticky: readonly string[];
  /** Whether its record of a call can be asked for. */
  readonly pulls: boolean;
  /** Whether it places calls. */
  readonly dials: boolean;
  /** What its record of a call says. */
  readonly recordLegs: (script: Script, call: PlannedCall) => readonly Omit<Leg, 'from'>[];
  readonly ringSeconds: number;
  readonly callBackSeconds: number;
}

const times = { ringSeconds: 10, callBackSeconds: 3 };

/** A record names whoever talked last, with all the talk there was, and those who were rung in vain (vendors.md 1.5). */
const oneTalker: VendorTraits['recordLegs'] = ({ talks, rings, outcome, ends }, { kind }) => {
  const last = talks.at(-1);
  const blank = { talkSeconds: null, recording: false, endsAt: ends, startTold: true } as const;
  const missed = rings.filter(({ agent, result }) => result === 'missed' && agent !== last?.agent);
  const inVain = missed.map(
    ({ agent }) => ({ ...blank, agent, result: 'failed', cause: 'no_answer', endsAt: null, startTold: false }) as const,
  );
  if (last !== undefined) {
    const talkSeconds = talks.reduce((sum, { from, to }) => sum + to - from, 0);
    return [{ ...blank, agent: last.agent, result: 'answered', cause: null, talkSeconds, recording: true }, ...inVain];
  }
  const cause = outcome === 'busy' || outcome === 'cancelled' ? outcome : 'no_answer';
  // Of a call that came in nobody "took" it; one that was dialled is its dialler's, unless their own phone was not picked up.
  const agent = kind === 'inbound' || outcome === 'agent_no_answer' ? null : (rings[0]?.agent ?? null);
  return [{ ...blank, agent, result: 'failed', cause }, ...(agent === null ? inVain : [])];
};

/** A log with a leg for each ring, of which the last who talked is taken (vendors.md 3.2). */
const lastLeg: VendorTraits['recordLegs'] = ({ talks, rings, outcome, ends, direction }) => {
  const blank = { cause: 'no_answer', talkSeconds: null, recording: false, endsAt: ends, startTold: true } as const;
  const last = talks.at(-1);
  const missed = rings.filter(({ agent }) => !talks.some((talk) => talk.agent === agent)).map(({ agent }) => agent);
  const inVain = (agents: readonly string[]) =>
    agents.map((agent) => ({ ...blank, agent, result: 'failed', endsAt: null, startTold: false }) as const);
  if (last !== undefined) {
    return [
      {
        ...blank,
        agent: last.agent,
        result: 'answered',
        cause: null,
        talkSeconds: last.to - last.from,
        recording: true,
      },
      ...inVain(missed),
    ];
  }
  const whole =
    outcome === 'voicemail' || missed.length === 0 || (direction !== 'inbound' && outcome === 'agent_no_answer');
  if (whole)
    return [
      { ...blank, agent: null, result: 'failed', cause: outcome === 'voicemail' ? 'voicemail' : 'no_answer' },
      ...inVain(missed),
    ];
  return [{ ...blank, agent: missed.at(-1) ?? null, result: 'failed' }, ...inVain(missed.slice(0, -1))];
};

/** A record that names nobody but whoever talked, or was rung, last (vendors.md 2.3, 4.2). */
const lastAgent =
  (tellsWhy: boolean): VendorTraits['recordLegs'] =>
  ({ talks, rings, outcome, ends }) => {
    const last = talks.at(-1);
    const agent = last?.agent ?? (outcome === 'agent_no_answer' ? null : (rings.at(-1)?.agent ?? null));
    const talkSeconds = last === undefined ? null : talks.reduce((sum, { from, to }) => sum + to - from, 0);
    const cause =
      last !== undefined ? null : tellsWhy && (outcome === 'busy' || outcome === 'cancelled') ? outcome : 'no_answer';
    return [
      {
        agent,
        result: last === undefined ? 'failed' : 'answered',
        cause,
        talkSeconds,
        recording: last !== undefined,
        endsAt: ends,
        startTold: true,
      },
    ];
  };

const traits = (own: Partial<VendorTraits>): VendorTraits => ({
  ring: 'sequential',
  routingFallback: 'vendor',
  createOn: 'ring',
  answeredOwner: 'answerer',
  missedOwner: 'none',
  keepOwner: false,
  sticky: [],
  pulls: false,
  dials: false,
  recordLegs: oneTalker,
  ...times,
  ...own,
});

/** Each vendor is set up otherwise, so that a day goes through every choice there is. */
export const vendorTraits: Readonly<Record<Vendor, VendorTraits>> = {
  tatatel: traits({ pulls: true, dials: true }),
  myoperator: traits({ pulls: true, dials: true, recordLegs: lastLeg, createOn: 'end', missedOwner: 'last_rung' }),
  mcubes: traits({ dials: true, ring: 'simultaneous', createOn: 'answer' }),
  exotel: traits({ pulls: true, recordLegs: lastAgent(true), routingFallback: 'random', keepOwner: true }),
  knowlarity: traits({
    pulls: true,
    dials: true,
    recordLegs: lastAgent(false),
    answeredOwner: 'sticky',
    missedOwner: 'sticky',
    sticky: ['c01', 'c02'],
  }),
};
