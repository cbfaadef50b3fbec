import { agentKey } from '../domain/numbers/phone.ts';

/** An agent's line or a DID as it was named and as it is known (domain/numbers `agentKey`). */
export interface Line {
  readonly raw: string;
  readonly key: string;
  /** Keys of the other names the same request has for it: an extension, the vendor's user id. */
  readonly aliases?: readonly string[];
}

const longestLine = 100;
/** `$answered_agent_number` with nothing in it: Smartflo's prefix bug leaves the suffix (vendors.md 1.7, 3). */
const residue = /^_(?:number|name)$/;

/** Whether a text is what is left of a variable that had nothing in it. */
export const isResidue = (text: string): boolean => residue.test(text.trim());

/** The line a text names; null when it names none. */
export const readLine = (text: string | null, country: string): Line | null => {
  if (text === null || isResidue(text)) return null;
  const key = agentKey(text, country);
  return key === '' ? null : { raw: text.trim().slice(0, longestLine), key };
};

/** One line that is named in several ways: known by the first, recognised by any. Null when none of them names one. */
export const readNames = (texts: readonly (string | null)[], country: string): Line | null => {
  const [first, ...others] = texts.map((text) => readLine(text, country)).filter((line) => line !== null);
  if (first === undefined) return null;
  const aliases = [...new Set(others.map(({ key }) => key))].filter((key) => key !== first.key);
  return aliases.length === 0 ? first : { ...first, aliases };
};

const longestUrl = 4096;

/** A recording's address: HTTP alone; null for anything else (a path, "None", a script). */
export const readRecordingUrl = (text: string | null): string | null => {
  const url = text !== null && text.length <= longestUrl ? URL.parse(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.href.length <= longestUrl ? url.href : null;
};
