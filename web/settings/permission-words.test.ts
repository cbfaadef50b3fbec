import { expect, test } from '@jest/globals';
import { findPermissions as findByApi, PERMISSION_TEXTS } from '../../domain/access/permission-texts.ts';
import { PERMISSIONS, scopesOf, type Permission } from '../../domain/access/permissions.ts';
import { findPermissions, scopeWord, USUAL_SET } from './permission-words.ts';

const items = PERMISSIONS.map((permission) => ({ permission, ...PERMISSION_TEXTS[permission] }));

test('the page finds the permissions that the API finds', () => {
  for (const search of ['', 'call', 'CALL logs', 'pop-up', 'raw_requests', 'masked', 'payroll']) {
    expect(findPermissions(items, search).map(({ permission }) => permission)).toEqual(findByApi(search));
  }
});

test('the usual set grants what there is, as far as it can be granted', () => {
  for (const [permission, scope] of Object.entries(USUAL_SET)) {
    const scopes: readonly string[] = scopesOf(permission as Permission);
    expect([permission, scopes.includes(scope)]).toEqual([permission, true]);
  }
  expect(USUAL_SET).not.toHaveProperty('configure_calling');
});

test('every scope has a word', () => {
  for (const scope of ['yes', 'own', 'team', 'all', 'no']) expect(scopeWord(scope)).not.toBe(scope);
});
