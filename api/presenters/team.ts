import { z } from 'zod';
import type { Team } from '../../db/teams.ts';
import { teamSettings } from '../../domain/settings/team.ts';

export const teamSchema = teamSettings
  .extend({ id: z.string(), members: z.int().meta({ description: 'Users of the team, active or not.' }) })
  .meta({ id: 'Team' });

export const presentTeam = ({ id, name, leadIds, members }: Team): z.infer<typeof teamSchema> => ({ id, name, leadIds, members });
