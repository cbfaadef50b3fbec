import type { CallRef } from '../db/placing.ts';
import type { Direction } from '../domain/call/facts.ts';
import type { EpochMs } from '../domain/ids.ts';
import type { Line } from '../vendors/line.ts';
import type { NativeHappening, NativeSaid } from '../vendors/native.ts';
import type { Happening, NamedAgent } from './event-facts.ts';

/** What a request says of its call, in the terms calls are found by, whatever dialect it was said in. */
export interface SaidOfCall {
  readonly refs: readonly CallRef[];
  readonly reference: string | null;
  readonly numberKey: string | null;
  readonly didKey: string | null;
  readonly direction: Direction | null;
  readonly flags: readonly string[];
}

export function callOf({ callId, vendorRef, reference, number, did, direction, flags }: NativeSaid): SaidOfCall {
  return {
    refs: [
      ...(callId === null ? [] : [{ kind: 'vendor_call' as const, ref: callId }]),
      ...(vendorRef === null ? [] : [{ kind: 'vendor_ref' as const, ref: vendorRef }]),
    ],
    reference,
    numberKey: number,
    didKey: did?.key ?? null,
    direction,
    flags,
  };
}

function named(agent: Line): NamedAgent & { readonly agentKey: string } {
  return { agentKey: agent.key, ...(agent.aliases === undefined ? {} : { aliases: agent.aliases }) };
}

/** What a vendor's own event says happened, as calls take it in. */
export function happeningOf(
  happening: NativeHappening,
  { ringSeconds }: { readonly ringSeconds: number },
  receivedAt: EpochMs,
): Happening {
  switch (happening.kind) {
    case 'noticed':
    case 'recording':
      return happening;
    case 'offer_ended':
      return { kind: 'offer_ended', ...named(happening.agent) };
    default: {
      const agent = happening.agent === null ? { agentKey: null } : named(happening.agent);
      if (happening.kind === 'offered') {
        const { at, reportsAnswer } = happening;
        // Whatever the vendor's clock says, a ring is not stale before its time is over (product 1.3).
        return { kind: 'offered', ...agent, stale: at !== null && receivedAt - at > ringSeconds * 1000, reportsAnswer };
      }
      if (happening.kind !== 'ended') return { kind: happening.kind, ...agent };
      const { status, talkSeconds, startedAt, endedAt, recordingUrl } = happening;
      return { kind: 'ended', ...agent, report: { status, talkSeconds, startedAt, endedAt, recordingUrl } };
    }
  }
}
