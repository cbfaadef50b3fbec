import { expect, test } from '@jest/globals';
import { audioType } from './audio-type.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : Array.from(part, (letter) => letter.charCodeAt(0)))),
  );

test.each([
  ['audio/mpeg', 'audio/mpeg'],
  ['Audio/X-WAV; charset=binary', 'audio/x-wav'],
  ['text/html', null],
  ['application/json', null],
  ['audio/<script>', null],
  ['image/svg+xml', null],
])('what is declared as %s is passed on as %s', (declared, expected) => {
  expect(audioType(declared, '/a.mp3', bytes('ID3'))).toBe(expected);
});

test.each([
  ['a WAV', bytes('RIFF', 1, 2, 3, 4, 'WAVEfmt '), 'audio/wav'],
  ['an MP3 with a tag', bytes('ID3', 4, 0), 'audio/mpeg'],
  ['an MP3 without one', bytes(0xff, 0xfb, 0x90), 'audio/mpeg'],
  ['an AAC', bytes(0xff, 0xf1, 0x50), 'audio/aac'],
  ['an Ogg', bytes('OggS', 0), 'audio/ogg'],
  ['an M4A', bytes(0, 0, 0, 32, 'ftypM4A '), 'audio/mp4'],
  ['a WebM', bytes(0x1a, 0x45, 0xdf, 0xa3), 'audio/webm'],
  ['a page', bytes('<!doctype html><script>'), null],
  ['an error', bytes('{"message":"no"}'), null],
  ['nothing', bytes(), null],
])('of any file the first bytes decide: %s', (_what, beginning, expected) => {
  expect(audioType('application/octet-stream', '/a', beginning)).toBe(expected);
  expect(audioType(undefined, '/a', beginning)).toBe(expected);
});

test('a part from the middle goes by its address, and else is just bytes', () => {
  expect(audioType('binary/octet-stream', '/calls/1.MP3', null)).toBe('audio/mpeg');
  expect(audioType('', '/file/recording', null)).toBe('application/octet-stream');
  expect(audioType('text/html', '/calls/1.mp3', null)).toBeNull();
});
