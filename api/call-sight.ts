import type { CallSight } from '../db/calls-read.ts';
import { scopeOf, type Viewer } from '../domain/access/viewer.ts';

/** How far the viewer sees calls: as far as the permission to view call logs reaches, and always their own. */
export const sightOf = (viewer: Viewer): CallSight => {
  const scope = scopeOf(viewer, 'call_logs');
  const { instituteId, counsellorId, teamId } = viewer;
  return { instituteId, counsellorId, teamId, scope: scope === 'all' || scope === 'team' ? scope : 'own' };
};
