import { z } from 'zod';
import { csvRow } from '../../domain/csv/write.ts';
import { byDay, byHourOfWeek, type HourOfDay } from '../../domain/reports/hours.ts';

const counts = {
  calls: z.int().meta({ description: '`counted=any`: some ended without anybody telling how.' }),
  answered: z.int().meta({ description: '`counted=success`' }),
  missed: z.int().meta({ description: '`counted=unanswered`: nobody talked.' }),
};

export const hoursSchema = z.object({
  days: z.array(z.object({ day: z.iso.date(), ...counts })),
  hours: z.array(
    z.object({
      weekday: z.int().min(1).max(7).meta({ description: '1 Monday to 7 Sunday; `weekday=` of `GET /v1/calls`.' }),
      hour: z.int().min(0).max(23).meta({ description: "In the institute's zone; `hour=` of `GET /v1/calls`." }),
      ...counts,
    }),
  ),
});

/** The series by day and the heat map of the week. */
export const presentHours = (hours: readonly HourOfDay[]): z.infer<typeof hoursSchema> => ({
  days: [...byDay(hours)],
  hours: [...byHourOfWeek(hours)],
});

const COLUMNS = ['day', 'hour', 'calls', 'answered', 'missed'] as const;

/** What both are made of, as a file. */
export const hoursCsv = (hours: readonly HourOfDay[]): string =>
  [csvRow(COLUMNS), ...hours.map((hour) => csvRow(COLUMNS.map((column) => hour[column])))].join('');
