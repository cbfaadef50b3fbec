import type { Fields } from '../classic/fields.ts';
import { isObject, readJson, type Json } from '../json.ts';

const literals: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' };

/**
 * A Python literal as JSON: the vendor's pages print hooks with single quotes (payload notes), and so do integrations
 * that pass them on. Texts are taken whole, so that an apostrophe in a name stays one.
 */
const fromPython = (text: string): string =>
  text.replace(/'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"|\b(?:None|True|False)\b/g, (token, single?: string) => {
    if (single !== undefined) return JSON.stringify(single.replaceAll(/\\(['"\\])/g, '$1'));
    return literals[token] ?? token;
  });

const readText = (text: string): Json | undefined => readJson(text) ?? readJson(fromPython(text));

/**
 * The fields of a hook: as they came, or inside the one field `myoperator`, as an object or as a text that holds one
 * (vendors.md 3.3). What can't be opened is read as it is.
 */
export const unwrap = (fields: Fields): Fields => {
  const wrapped = Object.entries(fields).find(([key]) => key.trim() === 'myoperator')?.[1];
  const opened = typeof wrapped === 'string' ? readText(wrapped) : wrapped;
  return isObject(opened) ? opened : fields;
};
