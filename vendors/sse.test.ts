import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { readEvents } from './sse.ts';

async function data(chunks: readonly Buffer[]): Promise<readonly string[]> {
  const found: string[] = [];
  // Only what is iterated of a message is used.
  for await (const line of readEvents(Readable.from(chunks) as unknown as IncomingMessage))
    if (line.kind === 'data') found.push(line.data);
  return found;
}

const bytes = (text: string): readonly Buffer[] => [Buffer.from(text)];

test('an event is its data, with or without a blank line behind it', async () => {
  expect(await data(bytes('data: {"a":1}\n\ndata:{"a":2}\ndata: {"a":3}\r\n\r\n'))).toEqual([
    '{"a":1}',
    '{"a":2}',
    '{"a":3}',
  ]);
});

test('data over several lines is one event, what is no JSON is given as it is, and comments are none', async () => {
  expect(await data(bytes(': alive\n\nevent: call\nid: 7\ndata: {"a":\ndata: 1}\n\ndata: hello\n\n'))).toEqual([
    '{"a":\n1}',
    'hello',
  ]);
});

test('an event cut off at the end is no event', async () => {
  expect(await data(bytes('data: {"a":1}\n\ndata: {"b"'))).toEqual(['{"a":1}']);
});

test('a line longer than any event is let go, and the next one is read', async () => {
  expect(await data(bytes(`data: {"a":"${'x'.repeat(600_000)}"}\n\ndata: {"a":2}\n\n`))).toEqual(['{"a":2}']);
});

test('events are the same however they are cut into pieces', async () => {
  const whole = Buffer.from('data: {"name":"आशा"}\r\n\r\n: x\r\ndata: {"a":2}\n\n');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: whole.length }), { maxLength: 8 }), async (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const chunks = edges.slice(1).map((to, index) => whole.subarray(edges[index], to));
      expect(await data(chunks)).toEqual(['{"name":"आशा"}', '{"a":2}']);
    }),
    { numRuns: 100 },
  );
});
