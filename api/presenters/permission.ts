import { z } from 'zod';
import type { UserGrants } from '../../db/grants.ts';
import { grantsOf, type Grants } from '../../domain/access/grants.ts';
import { findPermissions, PERMISSION_TEXTS } from '../../domain/access/permission-texts.ts';
import {
  effectivePermissions,
  permissionNames,
  PERMISSIONS,
  scopesOf,
  type Permission,
} from '../../domain/access/permissions.ts';

const permission = z.enum(PERMISSIONS);
const scope = z.enum(['yes', 'own', 'team', 'all']);
const ownScope = z.enum([...scope.options, 'no']);

const text = z.object({
  permission,
  title: z.string(),
  description: z.string(),
  scopes: z.array(scope).meta({ description: 'With what it can be granted.' }),
});
const itemOfRole = text.extend({
  scope: scope.nullable().meta({ description: 'What the role grants; null: nothing.' }),
});
const itemOfUser = text.extend({
  scope: ownScope
    .nullable()
    .meta({ description: 'The user’s own grant; "no" denies what roles give, null leaves it to them.' }),
  ofRoles: scope.nullable(),
  effective: scope.nullable(),
});

export const grantsOfRoleSchema = z
  .object({
    role: z.string(),
    grants: z.partialRecord(permission, scope).meta({ description: 'All of the role’s, whatever was searched for.' }),
    items: z.array(itemOfRole).meta({ description: 'The permissions found.' }),
    nextCursor: z.null(),
  })
  .meta({ id: 'RolePermissions' });

export const grantsOfUserSchema = z
  .object({
    counsellor: z.string(),
    grants: z.partialRecord(permission, ownScope).meta({ description: 'The user’s own, whatever was searched for.' }),
    effective: z.array(z.string()).meta({ description: 'What they may do, as their session shows it.' }),
    items: z.array(itemOfUser),
    nextCursor: z.null(),
  })
  .meta({ id: 'UserPermissions' });

export const roleSchema = z
  .object({
    role: z.string(),
    users: z.int().meta({ description: 'Active users who have it.' }),
    grants: z.partialRecord(permission, scope),
  })
  .meta({ id: 'Role' });

const describe = (one: Permission) => ({ permission: one, ...PERMISSION_TEXTS[one], scopes: scopesOf(one) });

/** A role's grants, with what each permission found by `search` is. */
export const presentRoleGrants = (role: string, grants: Grants, search: string) => ({
  role,
  grants,
  items: findPermissions(search).map((one) => ({ ...describe(one), scope: grants[one] ?? null })),
  nextCursor: null,
});

/** A user's own grants beside what their roles give and what comes of both. */
export const presentUserGrants = (counsellor: string, { own, ofRoles }: UserGrants, search: string) => {
  const grants = grantsOf(own);
  const given = effectivePermissions(ofRoles, []);
  const effective = effectivePermissions(ofRoles, own);
  return {
    counsellor,
    grants,
    effective: permissionNames(effective),
    items: findPermissions(search).map((one) => ({
      ...describe(one),
      scope: grants[one] ?? null,
      ofRoles: given.get(one) ?? null,
      effective: effective.get(one) ?? null,
    })),
    nextCursor: null,
  };
};
