import { agentKey } from '../domain/numbers/phone.ts';

/** An agent's line or a DID as it was named and as it is known (domain/numbers `agentKey`). */
export interface Line {
  readonly raw: string;
  readonly key: string;
}

const longestLine = 100;
/** `$answered_agent_number` with nothing in it: Smartflo's prefix bug leaves the suffix (vendors.md 1.7, 3). */
const residue = /^_(?:number|name)$/;

/** The line a text names; null when it names none. */
export const readLine = (text: string | null, country: string): Line | null => {
  if (text === null || residue.test(text)) return null;
  const key = agentKey(text, country);
  return key === '' ? null : { raw: text.trim().slice(0, longestLine), key };
};

const longestUrl = 4096;

/** A recording's address: HTTP alone; null for anything else (a path, "None", a script). */
export const readRecordingUrl = (text: string | null): string | null => {
  const url = text !== null && text.length <= longestUrl ? URL.parse(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= longestUrl ? url.href : null;
};
