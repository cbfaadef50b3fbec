import type { Direction } from '../../domain/call/facts.ts';
import type { NativeReading } from '../native-reading.ts';
import type { NativeSaid } from '../native.ts';

/** `incoming` of applets, `inbound` of the API; `outbound-dial` and `outbound-api` (vendors.md 2.3, 2.5). */
export const readDirection = (reading: NativeReading): Direction | null => {
  const word = reading.text('Direction', 'direction')?.toLowerCase() ?? null;
  if (word === null) return null;
  if (/^in(?:coming|bound)/.test(word)) return 'inbound';
  if (word.startsWith('outbound') || word.startsWith('outgoing')) return 'outbound';
  reading.flag('word_unrecognised');
  return null;
};

/** Which call an applet's request is about. The one who is on the line is `CallFrom`, also where the flow rang them. */
export const appletCall = (reading: NativeReading, { expectsId }: { readonly expectsId: boolean }): NativeSaid => {
  const id = reading.text('CallSid');
  const callId = id === null && !expectsId ? null : reading.callId(id);
  const direction = readDirection(reading);
  const number = reading.number('CallFrom', 'Callfrom', 'From');
  const did = reading.line('CallTo', 'To', 'OutgoingPhoneNumber');
  return { callId, reference: null, vendorRef: null, number, did, direction, flags: reading.flags };
};
