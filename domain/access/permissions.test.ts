import { expect, test } from '@jest/globals';
import { effectivePermissions, permissionNames, PERMISSIONS, scopesOf } from './permissions.ts';

const names = (...given: Parameters<typeof effectivePermissions>) => permissionNames(effectivePermissions(...given));

test('of two roles the wider grant counts, in whatever order they come', () => {
  const team = { permission: 'call_logs', scope: 'team' };
  const own = { permission: 'call_logs', scope: 'own' };
  expect(names([team, own], [])).toEqual(['call_logs:team']);
  expect(names([own, team], [])).toEqual(['call_logs:team']);
});

test('a user’s own grant stands before the roles’, narrower or wider, and can take one away', () => {
  const ofRoles = [
    { permission: 'call_logs', scope: 'all' },
    { permission: 'recordings', scope: 'own' },
    { permission: 'full_numbers', scope: 'yes' },
  ];
  const ofUser = [
    { permission: 'call_logs', scope: 'own' },
    { permission: 'recordings', scope: 'all' },
    { permission: 'full_numbers', scope: 'no' },
  ];
  expect(names(ofRoles, ofUser)).toEqual(['call_logs:own', 'recordings:all']);
});

test('a grant this version does not know grants nothing', () => {
  expect(
    names(
      [
        { permission: 'toString', scope: 'yes' },
        { permission: 'call_logs', scope: 'galaxy' },
      ],
      [],
    ),
  ).toEqual([]);
});

test('every permission has the scopes it can be granted with', () => {
  expect(PERMISSIONS).toHaveLength(12);
  expect(scopesOf('recordings')).toEqual(['own', 'team', 'all']);
  expect(scopesOf('make_calls_leads')).toEqual(['yes']);
});
