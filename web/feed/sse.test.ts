import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SseReader } from './sse.ts';

const STREAM =
  'retry: 2000\n\n: a comment\n\nid: 7\nevent: missed\ndata: {"count":1}\n\nevent: dial\r\ndata: {"a":1,\r\ndata: "b":2}\r\n\r\n';
const MESSAGES = [
  { id: 7, event: 'missed', data: '{"count":1}' },
  { id: null, event: 'dial', data: '{"a":1,\n"b":2}' },
];

test('a stream reads the same, in whatever pieces the network brings it', () => {
  const cuts = fc.array(fc.nat(STREAM.length), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [0, ...places.toSorted((a, b) => a - b), STREAM.length];
      const reader = new SseReader();
      const read = sorted.flatMap((from, index) => reader.read(STREAM.slice(from, sorted[index + 1] ?? STREAM.length)));
      expect(read).toEqual(MESSAGES);
    }),
  );
});
