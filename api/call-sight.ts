import type { CallSight } from '../db/calls-read.ts';
import type { Permission } from '../domain/access/permissions.ts';
import { scopeOf, type Viewer } from '../domain/access/viewer.ts';

/** How far the viewer sees calls: as far as the permission (to view call logs, if no other is named) reaches, and always their own. */
export const sightOf = (viewer: Viewer, permission: Permission = 'call_logs'): CallSight => {
  const scope = scopeOf(viewer, permission);
  const { instituteId, counsellorId, teamId } = viewer;
  return { instituteId, counsellorId, teamId, scope: scope === 'all' || scope === 'team' ? scope : 'own' };
};
