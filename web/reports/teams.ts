import type { ReportedCounsellor } from './queries.ts';

type Team = NonNullable<ReportedCounsellor['team']>;

/** The teams that these counsellors are of, each once, by name. */
export function teamsOf(reported: readonly ReportedCounsellor[]): readonly Team[] {
  const teams = new Map(reported.flatMap(({ team }) => (team === null ? [] : [[team.id, team]])));
  return [...teams.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
