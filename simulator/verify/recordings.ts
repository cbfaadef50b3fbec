import { VENDORS } from '../day/planned.ts';
import { recordingOf } from '../exchange/recordings.ts';
import type { Person } from '../product/client.ts';
import type { Difference, Verified } from './difference.ts';

/** Of each vendor so many recordings are heard. */
const SAMPLE = 3;
/** The part that is asked for, in bytes. */
const [FIRST, LAST] = [1000, 1099];

/** Plays a part of some recordings through the product, and holds it against what the exchange recorded. */
export async function checkRecordings(verified: readonly Verified[], person: Person): Promise<readonly Difference[]> {
  const ready = verified.filter(({ shown }) => shown.recording === 'ready');
  const sample = VENDORS.flatMap((vendor) => ready.filter(({ shown }) => shown.vendor === vendor).slice(0, SAMPLE));
  const differences: Difference[] = [];
  for (const { entry, shown } of sample) {
    const { status, bytes } = await part(person, shown.id);
    const expected = recordingOf(entry.callId).subarray(FIRST, LAST + 1);
    if (status === 206 && expected.equals(bytes)) continue;
    const what = `recording of ${shown.vendor}`;
    differences.push({
      call: entry.call.number,
      what,
      expected: '206, as recorded',
      shown: `${status}, ${bytes.length} bytes`,
    });
  }
  return differences;
}

async function part(person: Person, callId: string): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  const response = await fetch(`${person.url}/v1/calls/${callId}/recording`, {
    headers: { cookie: person.cookie, range: `bytes=${FIRST}-${LAST}` },
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}
