import { expect, test } from '@jest/globals';
import { changeGrants, grantsOf, roleGrants, userGrants } from './grants.ts';

test('what a change does not name stays, null takes away', () => {
  const current = { full_numbers: 'yes', call_logs: 'own' };
  expect(changeGrants(current, { call_logs: 'team', recordings: 'all' })).toEqual({
    ok: true,
    grants: { full_numbers: 'yes', call_logs: 'team', recordings: 'all' },
  });
  expect(changeGrants(current, { full_numbers: null, recordings: null })).toEqual({
    ok: true,
    grants: { call_logs: 'own' },
  });
});

test('a scope must be one the permission has', () => {
  expect(changeGrants({}, { call_logs: 'yes', full_numbers: 'team' })).toEqual({
    ok: false,
    errors: [
      { path: 'grants.full_numbers', problem: 'one of yes' },
      { path: 'grants.call_logs', problem: 'one of own, team, all' },
    ],
  });
});

test('only a user can be denied what a role gives', () => {
  expect(userGrants.safeParse({ full_numbers: 'no' }).success).toBe(true);
  expect(roleGrants.safeParse({ full_numbers: 'no' }).success).toBe(false);
  expect(changeGrants({}, { full_numbers: 'no' })).toEqual({ ok: true, grants: { full_numbers: 'no' } });
});

test('a permission there is not can not be granted, and one of another version is left out', () => {
  expect(roleGrants.safeParse({ fly: 'yes' }).success).toBe(false);
  expect(
    grantsOf([
      { permission: 'fly', scope: 'yes' },
      { permission: 'recordings', scope: 'all' },
    ]),
  ).toEqual({ recordings: 'all' });
});
