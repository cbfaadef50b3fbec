import { z } from 'zod';
import type { FieldProblem } from '../settings/put.ts';
import { isPermission, PERMISSIONS, scopesOf, type Grant, type Permission } from './permissions.ts';

/** "a-b_1": how roles are named. */
export const roleName = z.string().regex(/^[a-z][a-z0-9_-]{0,49}$/, 'small letters, digits, - and _');

/** Roles every institute has, whether or not anything is granted to them. */
export const USUAL_ROLES = ['admin', 'counsellor'] as const;

const permission = z.enum(PERMISSIONS);
const scope = z.enum(['yes', 'own', 'team', 'all']);

/** Grants by permission. In a change null takes one away, and what is not named stays. */
export const roleGrants = z.partialRecord(permission, scope.nullable());
/** A user's own: "no" takes away what their roles give, null leaves it to the roles. */
export const userGrants = z.partialRecord(permission, z.enum([...scope.options, 'no']).nullable());

export type WrittenGrants = z.infer<typeof userGrants>;
export type Grants = Readonly<Partial<Record<Permission, string>>>;

/** Stored grants by permission; those this version does not know are left out. */
export const grantsOf = (stored: readonly Grant[]): Grants =>
  Object.fromEntries(stored.filter((one) => isPermission(one.permission)).map((one) => [one.permission, one.scope]));

export type ChangedGrants =
  | { readonly ok: true; readonly grants: Grants }
  | { readonly ok: false; readonly errors: readonly FieldProblem[] };

/** Grants after a change, in the usual order of permissions; refused where a scope is none of the permission's. */
export const changeGrants = (current: Grants, written: WrittenGrants): ChangedGrants => {
  const errors: FieldProblem[] = [];
  const grants: [Permission, string][] = [];
  for (const one of PERMISSIONS) {
    const wanted = written[one] === undefined ? (current[one] ?? null) : written[one];
    if (wanted === null) continue;
    const allowed: readonly string[] = [...scopesOf(one), 'no'];
    if (allowed.includes(wanted)) grants.push([one, wanted]);
    else errors.push({ path: `grants.${one}`, problem: `one of ${scopesOf(one).join(', ')}` });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, grants: Object.fromEntries(grants) };
};
