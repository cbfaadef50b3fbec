import { z } from 'zod';
import type { AuditRow } from '../../db/audit-read.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import { isFields } from '../../domain/settings/merge.ts';
import { maskNumber } from '../../domain/access/masking.ts';
import { personSchema } from './person.ts';
import { iso } from './time.ts';

const change = z.record(z.string(), z.unknown()).nullable();

export const auditSchema = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    by: personSchema.nullable().meta({ description: 'Null: the product itself, or its operator.' }),
    action: z.string(),
    target: z.string(),
    before: change,
    after: change,
  })
  .meta({ id: 'AuditItem', description: 'Secrets show as "changed".' });

/** Numbers of the institute itself: nobody's privacy. */
const OWN = new Set(['dids', 'agentNumbers']);

/** The same with students' numbers masked. They stand under `number`, wherever that is. */
const masked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(masked);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (OWN.has(name)) return [name, inner];
      return [name, name === 'number' && typeof inner === 'string' ? maskNumber(inner) : masked(inner)];
    }),
  );
};

/** An entry of the audit as this viewer may see it. */
export const presentAudit = ({ id, at, by, action, target, before, after }: AuditRow, viewer: Viewer) => {
  const shown = (fields: unknown): unknown => (may(viewer, 'full_numbers') ? fields : masked(fields));
  return { id, at: iso(at), by, action, target, before: shown(before), after: shown(after) };
};
