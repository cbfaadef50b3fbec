import { liveSessions, roleGrants, standings, type RoleGrant, type Standing } from '../../db/feed-standing.ts';
import type { Db } from '../../db/pool.ts';
import { effectivePermissions, type Grant, type Permissions } from '../../domain/access/permissions.ts';
import { feedName } from './key.ts';
import type { FeedStream } from './stream.ts';

/**
 * The streams that may not go on as they are: signed out or expired, the counsellor inactive, or with other
 * permissions than the stream was opened with. Three queries, however many streams there are.
 */
export async function fallenStreams(db: Db, streams: readonly FeedStream[]): Promise<readonly FeedStream[]> {
  const keys = new Map(streams.map(({ name, key }) => [name, key]));
  const sessions = new Map(
    streams.flatMap(({ key, viewer: { sessionId } }) =>
      sessionId === null ? [] : [[sessionId, { ...key, sessionId }]],
    ),
  );
  const [people, grants, live] = await Promise.all([
    standings(db, [...keys.values()]),
    roleGrants(db, [...new Set(streams.map(({ key }) => key.instituteId))]),
    liveSessions(db, [...sessions.values()]),
  ]);
  const standing = new Map(people.map((person) => [feedName(person), person]));
  const byInstitute = Map.groupBy(grants, ({ instituteId }) => instituteId);
  return streams.filter(({ name, key, viewer }) => {
    const person = standing.get(name);
    if (!person?.active) return true;
    if (viewer.sessionId !== null && !live.has(viewer.sessionId)) return true;
    return !samePermissions(viewer.permissions, permissionsOf(person, byInstitute.get(key.instituteId) ?? []));
  });
}

function permissionsOf(person: Standing, ofInstitute: readonly RoleGrant[]): Permissions {
  const ofRoles: readonly Grant[] = ofInstitute.filter(({ role }) => person.roles.includes(role));
  return effectivePermissions(ofRoles, person.grants);
}

/** Whether two sets of permissions come to the same. */
export const samePermissions = (some: Permissions, others: Permissions): boolean =>
  some.size === others.size && [...some].every(([permission, scope]) => others.get(permission) === scope);
