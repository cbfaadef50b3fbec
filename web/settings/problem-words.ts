/** A sentence's first letter as a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the API's schemas say in their own words, as people read it. */
const SAID: readonly (readonly [said: RegExp, words: string])[] = [
  [/^Too small: expected string to have >=1 characters$/, 'This is needed.'],
  [/^Too small: expected string to have >=(\d+) characters$/, 'At least $1 characters.'],
  [/^Too big: expected string to have <=(\d+) characters$/, 'At most $1 characters.'],
  [/^Too small: expected array to have >=1 items$/, 'At least one is needed.'],
  [/^Invalid email address$/, 'Not an e-mail address.'],
];

/** What is wrong with a field, as a sentence at it. */
export function problemWords(problem: string): string {
  for (const [said, words] of SAID) if (said.test(problem)) return problem.replace(said, words);
  return /[.!?]$/.test(problem) ? capital(problem) : `${capital(problem)}.`;
}
