import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { DEFINITIONS, meaningOf } from './definitions.ts';

const page = readFileSync(new URL('../../docs/DEFINITIONS.md', import.meta.url), 'utf8')
  .replaceAll(/[*`]/g, '')
  .toLowerCase();

test('what a page says of a number stands in the definitions, word by word', () => {
  const sentences = Object.values(DEFINITIONS).flat();
  expect(sentences.filter((sentence) => !page.includes(sentence.toLowerCase()))).toEqual([]);
});

test('definitions read as sentences, and one after the other', () => {
  expect(meaningOf('inbound', 'repaired')).toBe('A student dialled. Settled from the vendor’s record.');
});
