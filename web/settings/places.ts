import type { Choice } from './setting-rows.tsx';

/** Countries whose institutes are expected, by their two letters (ISO 3166). */
const USUAL = [
  'IN',
  'AE',
  'AU',
  'BD',
  'CA',
  'DE',
  'FR',
  'GB',
  'ID',
  'KE',
  'LK',
  'MY',
  'NG',
  'NP',
  'NZ',
  'OM',
  'PH',
  'QA',
  'SA',
  'SG',
  'US',
  'ZA',
];

/** Countries to choose from with their names; the one that is set is always among them. */
export function countries(current: string): readonly Choice[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return [...new Set([current, ...USUAL])].map((code) => ({ value: code, label: names.of(code) ?? code }));
}

/** The names of time zones the browser knows. */
export const timeZones = (): readonly string[] => Intl.supportedValuesOf('timeZone');
