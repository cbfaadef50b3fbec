/** How far a grant reaches: 'yes' where there is nothing to narrow, else own calls, the team's, or all. */
export type Scope = 'yes' | 'own' | 'team' | 'all';

type Kind = 'plain' | 'scoped';

const KINDS = {
  make_calls_leads: 'plain',
  make_calls_applications: 'plain',
  /** Call outside calling hours, or a lead marked "do not call". */
  override_call_guards: 'plain',
  receive_popups: 'plain',
  full_numbers: 'plain',
  call_logs: 'scoped',
  recordings: 'scoped',
  call_reports: 'scoped',
  manage_missed_calls: 'plain',
  /** See raw call requests and replay them. */
  raw_requests: 'plain',
  configure_calling: 'plain',
  /** Open call workflows in the Temporal UI. */
  open_workflows: 'plain',
} as const satisfies Record<string, Kind>;

export type Permission = keyof typeof KINDS;

export type Permissions = ReadonlyMap<Permission, Scope>;

/** A stored grant. Scope 'no' is for users only and takes away what a role gives. */
export interface Grant {
  readonly permission: string;
  readonly scope: string;
}

const WIDTH: Readonly<Record<Scope, number>> = { own: 1, team: 2, all: 3, yes: 3 };

export const isPermission = (text: string): text is Permission => Object.hasOwn(KINDS, text);

const isScope = (text: string): text is Scope => Object.hasOwn(WIDTH, text);

/** Every permission there is, in the order an admin reads them. */
export const PERMISSIONS: readonly Permission[] = Object.keys(KINDS).filter(isPermission);

/** The scopes a permission can be granted with. */
export const scopesOf = (permission: Permission): readonly Scope[] =>
  KINDS[permission] === 'scoped' ? ['own', 'team', 'all'] : ['yes'];

/**
 * What somebody may do: the widest of the roles' grants, each replaced by the
 * user's own grant where there is one. Grants this version does not know are left out.
 */
export const effectivePermissions = (ofRoles: readonly Grant[], ofUser: readonly Grant[]): Permissions => {
  const held = new Map<Permission, Scope>();
  for (const { permission, scope } of ofRoles) {
    if (!isPermission(permission) || !isScope(scope)) continue;
    const before = held.get(permission);
    if (before === undefined || WIDTH[before] < WIDTH[scope]) held.set(permission, scope);
  }
  for (const { permission, scope } of ofUser) {
    if (!isPermission(permission)) continue;
    if (scope === 'no') held.delete(permission);
    else if (isScope(scope)) held.set(permission, scope);
  }
  return held;
};

/** Permissions as the API shows them, sorted: "full_numbers", "call_logs:team". */
export const permissionNames = (permissions: Permissions): readonly string[] =>
  [...permissions].map(([permission, scope]) => (scope === 'yes' ? permission : `${permission}:${scope}`)).toSorted();
