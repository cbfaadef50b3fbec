import fc from 'fast-check';
import type { Json, JsonObject } from '../../vendors/json.ts';

/** What vendors were seen to send where a value belongs, and what nobody has sent yet (vendors.md 6). */
const rubbish: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    '',
    'null',
    'None',
    'undefined',
    'N/A',
    '$campaign_name',
    '$call_id',
    '_number',
    '_name',
    null,
    0,
    -5,
    '-00:00:05',
    true,
    [],
    {},
    '1970-01-01 05:30:00',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    '2099-01-01 00:00:00',
    '7/11/2026, 11:03:38 PM',
    '99:99:99',
    '86401',
    'anonymous',
    '000',
    '+91',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'a word nobody knows',
    '"2"',
    '[{',
    '{"a":',
    'x'.repeat(5000),
  ),
  fc.string(),
  fc.json().map((text) => text),
  fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 }), { maxKeys: 3 }),
);

/** A payload with any of its fields gone, spoilt, or under a key that was typed badly. */
export const mutilated = (payload: JsonObject): fc.Arbitrary<JsonObject> => {
  const keys = Object.keys(payload);
  const change = fc.record({
    key: fc.constantFrom(...(keys.length > 0 ? keys : ['CallSid'])),
    how: fc.oneof(
      fc.constant(null),
      rubbish.map((value) => ({ value })),
      fc.constantFrom(' ', '_', '$').map((mark) => ({ mark })),
    ),
  });
  return fc.array(change, { maxLength: 8 }).map((changes) => {
    const spoilt = new Map<string, Json>(Object.entries(payload));
    for (const { key, how } of changes) {
      const value = spoilt.get(key) ?? null;
      spoilt.delete(key);
      if (how === null) continue;
      if ('value' in how) spoilt.set(key, how.value);
      else spoilt.set(how.mark === '$' ? `$${key}` : `${key}${how.mark}`, value);
    }
    return Object.fromEntries(spoilt);
  });
};
