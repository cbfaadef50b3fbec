import { z } from 'zod';
import { teamSettings } from '../../domain/settings/team.ts';

export const teamSchema = teamSettings
  .extend({ id: z.string(), members: z.int().meta({ description: 'Users of the team, active or not.' }) })
  .meta({ id: 'Team' });
