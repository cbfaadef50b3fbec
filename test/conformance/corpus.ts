import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../vendors/json.ts';

/** One payload that was seen at a vendor. Names and numbers in it are made up. */
export interface CorpusEntry {
  readonly event: string;
  readonly content_type: string;
  readonly payload: JsonObject;
  readonly notes: string;
}

/** What was seen at one system, in the order it was written down. */
export function readCorpus(system: string): readonly CorpusEntry[] {
  const text = readFileSync(new URL(`payloads/${system}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as CorpusEntry[]; // our own files, of this shape
}
