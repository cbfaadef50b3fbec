/** Types under which vendors and stores send any file. */
const ANY_FILE: ReadonlySet<string> = new Set([
  '',
  'application/octet-stream',
  'binary/octet-stream',
  'application/force-download',
  'application/x-download',
  'application/ogg',
  'video/mp4',
]);

const AUDIO = /^audio\/[a-z0-9][a-z0-9.+-]{0,60}$/;

/** How a file of a kind begins: text (one character a byte) at a position. */
const BEGINNINGS: readonly (readonly [text: string, at: number, type: string])[] = [
  ['WAVE', 8, 'audio/wav'],
  ['ID3', 0, 'audio/mpeg'],
  ['OggS', 0, 'audio/ogg'],
  ['fLaC', 0, 'audio/flac'],
  ['ftyp', 4, 'audio/mp4'],
  ['#!AMR', 0, 'audio/amr'],
  ['.snd', 0, 'audio/basic'],
  ['\u001AEß£', 0, 'audio/webm'],
  ['\u00FF\u00F1', 0, 'audio/aac'],
  ['\u00FF\u00F9', 0, 'audio/aac'],
];

/** An MPEG frame: eleven set bits, then a version and layer that exist. */
const beginsWithMpegFrame = ([first = 0, second = 0]: Uint8Array): boolean =>
  first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0;

const sniff = (bytes: Uint8Array): string | null => {
  const text = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const known = BEGINNINGS.find(([beginning, at]) => text.startsWith(beginning, at));
  return known?.[2] ?? (beginsWithMpegFrame(bytes) ? 'audio/mpeg' : null);
};

const ENDINGS: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  mp4: 'audio/mp4',
  aac: 'audio/aac',
  flac: 'audio/flac',
  amr: 'audio/amr',
};

/**
 * The type under which a recording is passed on; null when it is no audio: an error page, a document, a script. What is
 * declared as audio is believed, of anything else the first bytes decide.
 *
 * @param path of the address it came from: all there is to go by for a part from the middle
 * @param beginning the file's first bytes; null for a part that does not begin at its beginning
 */
export function audioType(declared: string | undefined, path: string, beginning: Uint8Array | null): string | null {
  const type = (declared ?? '').split(';', 1).join('').trim().toLowerCase();
  if (AUDIO.test(type)) return type;
  if (!ANY_FILE.has(type)) return null;
  if (beginning !== null) return sniff(beginning);
  return ENDINGS[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
