import type { PhoneKind, WantedPhone } from './phones.ts';

/** A lead as it stands, as far as it can be edited. */
export interface EditableLead {
  readonly name: string;
  readonly email: string | null;
  readonly stage: string;
  readonly junk: boolean;
  readonly doNotCall: boolean;
  readonly owners: readonly { readonly id: string }[];
  readonly phones: readonly { readonly numberKey: string; readonly kind: PhoneKind }[];
}

/** What somebody asks for; what is undefined stays as it is. */
export interface LeadEdit {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly stage?: string | undefined;
  readonly junk?: boolean | undefined;
  readonly doNotCall?: boolean | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly phones?: readonly WantedPhone[] | undefined;
}

export type EditedField = 'name' | 'email' | 'phones' | 'junk' | 'doNotCall';

/** What an edit really changes, as the timeline tells it: stage and owners have entries of their own. */
export interface LeadChanges {
  readonly fields: readonly EditedField[];
  readonly stage: { readonly from: string; readonly to: string } | null;
  readonly owners: boolean;
}

/** Compares an edit with the lead; what it repeats is no change. */
export function changesOf(lead: EditableLead, edit: LeadEdit): LeadChanges {
  const fields: EditedField[] = [];
  for (const field of ['name', 'email', 'junk', 'doNotCall'] as const) {
    if (edit[field] !== undefined && edit[field] !== lead[field]) fields.push(field);
  }
  if (edit.phones !== undefined && !samePhones(lead.phones, edit.phones)) fields.push('phones');
  return {
    fields,
    stage: edit.stage === undefined || edit.stage === lead.stage ? null : { from: lead.stage, to: edit.stage },
    owners: edit.owners !== undefined && !sameOwners(lead.owners, edit.owners),
  };
}

function samePhones(has: EditableLead['phones'], wanted: readonly WantedPhone[]): boolean {
  return (
    has.length === wanted.length &&
    has.every(({ numberKey, kind }, index) => numberKey === wanted[index]?.numberKey && kind === wanted[index].kind)
  );
}

function sameOwners(has: EditableLead['owners'], wanted: readonly string[]): boolean {
  return has.length === wanted.length && has.every(({ id }, index) => id === wanted[index]);
}
