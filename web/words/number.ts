/** Digits of a national number in groups that are easy to read out, by country code. */
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  '91': [5, 5],
  '1': [3, 3, 4],
  '44': [4, 6],
  '971': [2, 3, 4],
};

/** A number as people read it: "+919812345670" as "+91 98123 45670". A masked one, or one of another country, as it came. */
export function readable(number: string): string {
  for (const [code, groups] of Object.entries(GROUPS)) {
    const national = number.startsWith(`+${code}`) ? number.slice(code.length + 1) : '';
    if (/^\d+$/.test(national) && national.length === groups.reduce((sum, length) => sum + length, 0)) {
      const parts = groups.map((length, index) => {
        const from = groups.slice(0, index).reduce((sum, before) => sum + before, 0);
        return national.slice(from, from + length);
      });
      return [`+${code}`, ...parts].join(' ');
    }
  }
  return number;
}
