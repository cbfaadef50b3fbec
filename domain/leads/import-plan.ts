import type { CounsellorId, LeadId } from '../ids.ts';
import type { EditableLead, LeadEdit } from './changes.ts';
import type { ImportRow } from './import-row.ts';

/** A lead with the row's number, and whether that is its primary number. */
export interface ImportCandidate {
  readonly lead: EditableLead & { readonly id: LeadId };
  readonly isPrimary: boolean;
}

/** What a row means to the leads there are. */
export type RowPlan =
  | { readonly action: 'create'; readonly row: ImportRow; readonly owner: CounsellorId | null }
  | { readonly action: 'update'; readonly row: ImportRow; readonly leadId: LeadId; readonly edit: LeadEdit }
  /** The lead says all of it already. */
  | { readonly action: 'skip'; readonly row: ImportRow; readonly leadId: LeadId }
  | { readonly action: 'error'; readonly row: ImportRow; readonly reasons: readonly string[] };

export interface RowQuestion {
  readonly row: ImportRow;
  /** The leads with the row's number, in the order of the matching rule. */
  readonly candidates: readonly ImportCandidate[];
  /** The row's owner, by e-mail: undefined when it names none. */
  readonly owner: { readonly id: CounsellorId; readonly active: boolean } | null | undefined;
  /** The number is a DID, an agent's or blocked: it never becomes a lead. */
  readonly isOurOwn: boolean;
  readonly mostPhones: number;
}

/**
 * Decides what becomes of a row. A lead is recognised by its number, so that the same file taken twice changes nothing
 * the second time. A row never empties a field, never takes a number away and replaces the owners only by one who is
 * not among them.
 */
export function planRow({ row, candidates, owner, isOurOwn, mostPhones }: RowQuestion): RowPlan {
  const reasons: string[] = [];
  if (isOurOwn) reasons.push('phone is a DID, an agent number or blocked');
  if (owner === null) reasons.push('owner is no user of this institute');
  else if (owner?.active === false) reasons.push('owner is not active');
  const found = pick(row, candidates);
  if (found === 'several') reasons.push('several leads have this number, and none of them alone has this name');
  if (found === null && row.name === null) reasons.push('name is missing, and no lead has this number');
  const phones = found === null || found === 'several' ? [] : phonesWith(found, row.alternate);
  if (phones.length > mostPhones) reasons.push(`the lead has ${mostPhones} numbers already`);
  if (reasons.length > 0 || found === 'several') return { action: 'error', row, reasons };
  if (found === null) return { action: 'create', row, owner: owner?.id ?? null };

  const edit: LeadEdit = {
    ...(row.name !== null && row.name !== found.name && { name: row.name }),
    ...(row.email !== null && row.email !== found.email && { email: row.email }),
    ...(row.stage !== null && row.stage !== found.stage && { stage: row.stage }),
    ...(phones.length > found.phones.length && { phones }),
    ...(owner && !found.owners.some(({ id }) => id === owner.id) && { owners: [owner.id] }),
  };
  const leadId = found.id;
  return Object.keys(edit).length === 0 ? { action: 'skip', row, leadId } : { action: 'update', row, leadId, edit };
}

/** Of a family that shares the number, the one it is the primary number of; of several, the only one of that name. */
function pick({ name }: ImportRow, candidates: readonly ImportCandidate[]): ImportCandidate['lead'] | 'several' | null {
  const primary = candidates.filter(({ isPrimary }) => isPrimary);
  const pool = primary.length > 0 ? primary : candidates;
  const [only, ...others] = pool;
  if (only === undefined) return null;
  if (others.length === 0) return only.lead;
  const wanted = name?.toLowerCase();
  const [named, ...more] = pool.filter(({ lead }) => lead.name.toLowerCase() === wanted);
  return named === undefined || more.length > 0 ? 'several' : named.lead;
}

function phonesWith({ phones }: EditableLead, alternate: string | null): EditableLead['phones'] {
  if (alternate === null || phones.some(({ numberKey }) => numberKey === alternate)) return phones;
  return [...phones, { numberKey: alternate, kind: 'alternate' }];
}
