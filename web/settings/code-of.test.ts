import { expect, test } from '@jest/globals';
import { dispositionSettings } from '../../domain/settings/dispositions.ts';
import { codeOf } from './code-of.ts';

test.each([
  ['Visit planned', 'visit_planned'],
  ['  Will call back (2 days) ', 'will_call_back_2_days'],
  ['Café', 'cafe'],
])('%p has the code %p, which the API takes', (label, code) => {
  expect(codeOf(label)).toBe(code);
  expect(dispositionSettings.safeParse({ dispositions: [{ code, label }] }).success).toBe(true);
});
