import {
  getCountryCallingCode,
  getExampleNumber,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { plainDigits } from './digits.ts';
import { remember } from './remember.ts';

/** Longer than any spelling of a number; what exceeds it is not read at all. */
const longest = 64;

/** "tel:", "sip:…@host", Excel's apostrophe, and a plus that was encoded twice. */
const wrapping = /^(?:tel:|sip:|callto:|')?\s*(?:%2B(?=\d))?/i;
/** An extension or URI parameters after the number. */
const trailer = /(?:[;,@#]|\s*(?:ext\.?|x)\s*\d).*$/i;
/** A number that went through a spreadsheet. */
const decimals = /^(\+?\d{8,})\.0$/;
const separators = /[\s\p{Z}\p{Pd}().[\]/·"'~]/gu;

const spelling = (raw: string): { readonly explicit: boolean; readonly digits: string } | null => {
  const trimmed = plainDigits(raw).trim();
  const prefix = wrapping.exec(trimmed)?.[0] ?? '';
  const encodedPlus = /%2B$/i.test(prefix) ? '+' : '';
  const text = (encodedPlus + trimmed.slice(prefix.length))
    .replace(trailer, '')
    .replace(decimals, '$1')
    .replace(separators, '');
  const [, plus, digits] = /^(\+|00)?(\d+)$/.exec(text) ?? [];
  // "0", "000": how some exchanges write a withheld number.
  if (digits === undefined || /^0*$/.test(digits)) return null;
  return { explicit: plus !== undefined, digits };
};

const international = (digits: string): PhoneNumber | undefined =>
  parsePhoneNumberFromString(`+${digits}`, { extract: false });

/**
 * Numbering plans grow faster than the tables we carry: a number of the country's own length is
 * taken even when the tables do not know its range yet.
 */
const hasUsualLength = (number: PhoneNumber, country: CountryCode): boolean =>
  getExampleNumber(country, examples)?.nationalNumber.length === number.nationalNumber.length;

const readExplicit = (digits: string, country: CountryCode | null): PhoneNumber | null => {
  const number = international(digits);
  if (number === undefined) return null;
  if (number.isValid()) return number;
  const own = country !== null && number.countryCallingCode === getCountryCallingCode(country);
  return (own ? hasUsualLength(number, country) : number.isPossible()) ? number : null;
};

const readBare = (digits: string, country: CountryCode): PhoneNumber | null => {
  const number = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
  if (number?.isValid()) return number;
  const code = getCountryCallingCode(country);
  if (digits.startsWith(`0${code}`)) {
    // Exchanges that dial every number with a leading 0: "0919812345670".
    const behindZero = international(digits.slice(1));
    if (behindZero?.isValid()) return behindZero;
  } else if (!digits.startsWith('0') && digits.length > 10) {
    // A caller from abroad whose plus was lost, in transit or by the vendor: "447911123456".
    const foreign = international(digits);
    if (foreign?.isValid()) return foreign;
  }
  return number !== undefined && hasUsualLength(number, country) ? number : null;
};

/**
 * The number's E.164 key ("+919812345670"), the same for every spelling of it, or null when it is
 * withheld or unreadable (product 1.6).
 *
 * A number with `+` or `00` is read as it says; a bare one in `country` (ISO 3166 alpha-2) first,
 * and only when it is no number there and too long for one, with its leading digits as country
 * code. A literal `+` in a query string arrives as a space, so a leading space says nothing.
 */
export const phoneKey = (raw: string, country: string): string | null =>
  raw.length > longest ? null : keyOf(`${country} ${raw}`);

/** Of a country, a space, and a number as it was spelled. */
const keyOf = remember(20_000, (said) => {
  const at = said.indexOf(' ');
  return readKey(said.slice(at + 1), said.slice(0, at));
});

const readKey = (raw: string, country: string): string | null => {
  const spelled = spelling(raw);
  if (spelled === null) return null;
  const home = isSupportedCountry(country) ? country : null;
  const number =
    spelled.explicit || home === null ? readExplicit(spelled.digits, home) : readBare(spelled.digits, home);
  return number?.number ?? null;
};

/** What vendors put before an agent's extension: "Extension-0602…", "PJSIP/0607…" (vendors.md 1.4, 1.5). */
const agentPrefix = /^\s*(?:extension-|pjsip\/)/i;
/** Agents' ids are a dozen characters; the bound only keeps junk out of an index. */
const longestAgent = 100;

/**
 * The key an agent's line is known by: E.164 where it is a telephone number, else the text without
 * spaces (agent ids, extensions, user names). Empty only when there is nothing in `raw`.
 */
export const agentKey = (raw: string, country: string): string => {
  const text = raw.replace(agentPrefix, '');
  return phoneKey(text, country) ?? plainDigits(text).replace(/\s/gu, '').slice(0, longestAgent);
};
