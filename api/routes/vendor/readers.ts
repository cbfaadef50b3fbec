import { STREAM_ENDPOINT } from '../../../calls/stream-event.ts';
import type { VendorStream } from '../../../vendors/adapter.ts';
import type { ClassicEndpoint } from '../../../vendors/classic/heard.ts';
import { adapterFor } from '../../../vendors/registry.ts';
import type { NativeEndpoint } from '../../../vendors/native.ts';
import { classicReader } from './classic-reader.ts';
import { nativeReader } from './native-reader.ts';
import type { Reader } from './told.ts';

const CLASSIC: readonly ClassicEndpoint[] = [
  'getCounsellor',
  'getOpportunity',
  'ivrCallNotification',
  'ivrCallBackDetails',
];

/** Who reads a kept request, by the vendor and endpoint it is kept under; null: nobody, any more. */
export function readerOf(vendor: string, endpoint: string): Reader | null {
  const classic = CLASSIC.find((name) => name === endpoint);
  if (classic !== undefined) return classicReader(classic);
  const native = adapterFor(vendor)?.endpoints.find(({ name }) => name === endpoint);
  if (native) return nativeReader(native);
  const stream = endpoint === STREAM_ENDPOINT ? adapterFor(vendor)?.stream : undefined;
  return stream ? nativeReader(asEndpoint(stream)) : null;
}

/** A stream's events are kept as requests are, and taken again as such. */
function asEndpoint({ read }: VendorStream): NativeEndpoint {
  return {
    name: STREAM_ENDPOINT,
    summary: 'Live events that we fetch',
    methods: ['GET'],
    read: ({ fields }, context) => read(JSON.stringify(fields), context),
    answerEvent: () => ({ httpStatus: 200, body: null }),
  };
}
