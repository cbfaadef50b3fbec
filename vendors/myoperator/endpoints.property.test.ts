import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterCall, ended, heard, inCall } from '../../test/vendors/myoperator-hooks.ts';
import type { Fields } from '../classic/fields.ts';

test('no event is refused, whatever is wrong with its fields in combination', () => {
  const odd = fc.constantFrom<Fields[string]>(
    '',
    null,
    'null',
    'None',
    '$variable',
    '_number',
    '1970-01-01 05:30:00',
    '0000-00-00',
    -1,
    9e18,
    [],
    {},
    [[]],
    'unknown',
    true,
  );
  const bent = (whole: Fields) =>
    fc.dictionary(fc.constantFrom(...Object.keys(whole)), odd).map((changes): Fields => ({ ...whole, ...changes }));
  const nested = fc
    .tuple(bent(ended), bent(ended.payload as unknown as Fields))
    .map(([outer, payload]): Fields => ({ ...outer, payload }));
  fc.assert(
    fc.property(
      fc.oneof(bent(inCall), bent(afterCall as unknown as Fields), nested),
      fc.constantFrom('in-call', 'after-call', 'v2'),
      (fields, name) => {
        const read = heard(name, fields);
        if (read.kind !== 'event') return;
        expect(read.happenings.length).toBeGreaterThan(0);
        for (const one of read.happenings) {
          if (one.kind !== 'ended') continue;
          expect(one.talkSeconds ?? 0).toBeGreaterThanOrEqual(0);
          if (one.startedAt !== null && one.endedAt !== null) expect(one.endedAt).toBeGreaterThanOrEqual(one.startedAt);
          if (one.status.result !== 'success') expect(one.talkSeconds).toBeNull();
        }
      },
    ),
    { numRuns: 500 },
  );
});
