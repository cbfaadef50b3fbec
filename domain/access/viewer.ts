import type { CounsellorId, InstituteId } from '../ids.ts';
import type { Permission, Permissions, Scope } from './permissions.ts';

/** Who is asking. Everything a request reads or writes belongs to this institute. */
export interface Viewer {
  readonly instituteId: InstituteId;
  readonly counsellorId: CounsellorId;
  /** The session this came with; null for a bearer credential. A stream ends with its session. */
  readonly sessionId: string | null;
  /** A program with a key of its own: it has no password, no settings of its own and no feed. */
  readonly isMachine: boolean;
  readonly roles: readonly string[];
  readonly teamId: string | null;
  readonly permissions: Permissions;
  /** The institute's country (ISO 3166 alpha-2), in which bare numbers are read. */
  readonly country: string;
  /** The institute's zone (IANA name), in which `from` and `to` are dates. */
  readonly timeZone: string;
}

export const may = (viewer: Viewer, permission: Permission): boolean => viewer.permissions.has(permission);

/** How far a scoped permission reaches for this viewer; null without it. */
export const scopeOf = (viewer: Viewer, permission: Permission): Scope | null =>
  viewer.permissions.get(permission) ?? null;
