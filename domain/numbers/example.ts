import { getExampleNumber, isSupportedCountry } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';

/** Digits that are made up, so that hardly anybody has the number. */
const MADE_UP = 7;

/**
 * A made-up mobile number of a country (ISO 3166 alpha-2), as its E.164 key.
 *
 * @param random from 0 up to 1
 */
export const madeUpNumber = (country: string, random: number): string => {
  const example = getExampleNumber(isSupportedCountry(country) ? country : 'IN', examples)?.number ?? '+918123456789';
  const digits = String(Math.floor(random * 10 ** MADE_UP)).padStart(MADE_UP, '0');
  return example.slice(0, -MADE_UP) + digits;
};
