/** What a column of an import file can hold. */
export const IMPORT_FIELDS = ['name', 'email', 'phone', 'alternate', 'owner', 'stage'] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Headings that mean a field, without case, spaces and punctuation. The first is the one our own export writes. */
const HEADINGS: Readonly<Record<ImportField, readonly string[]>> = {
  name: ['name', 'fullname', 'leadname', 'studentname', 'student', 'applicantname', 'candidatename'],
  email: ['email', 'emailaddress', 'emailid', 'mail'],
  phone: [
    'phone',
    'phonenumber',
    'phoneno',
    'mobile',
    'mobilenumber',
    'mobileno',
    'number',
    'contactnumber',
    'contactno',
    'primaryphone',
  ],
  alternate: [
    'alternate',
    'alternatephone',
    'alternatenumber',
    'alternatemobile',
    'alternateno',
    'secondaryphone',
    'otherphone',
  ],
  owner: [
    'owneremail',
    'owner',
    'ownermail',
    'counsellor',
    'counselloremail',
    'counselor',
    'counseloremail',
    'assignedto',
  ],
  stage: ['stage', 'leadstage'],
};

export interface ImportColumns {
  /** Where each field stands; a field without column is not in the file. */
  readonly at: ReadonlyMap<ImportField, number>;
  /** Headings we make nothing of. */
  readonly ignored: readonly string[];
}

export type ReadColumns =
  | { readonly columns: ImportColumns; readonly problems: null }
  | { readonly columns: null; readonly problems: readonly string[] };

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Reads the header of an import file. It must have the phone, by which leads are recognised, and no field twice. */
export function readImportColumns(header: readonly string[]): ReadColumns {
  const at = new Map<ImportField, number>();
  const ignored: string[] = [];
  const problems: string[] = [];
  for (const [index, heading] of header.entries()) {
    const field = IMPORT_FIELDS.find((one) => HEADINGS[one].includes(plain(heading)));
    if (field === undefined) {
      if (heading.trim() !== '') ignored.push(heading.trim());
    } else if (at.has(field)) problems.push(`two columns for ${field}`);
    else at.set(field, index);
  }
  if (!at.has('phone')) problems.push('no column for phone');
  return problems.length > 0 ? { columns: null, problems } : { columns: { at, ignored }, problems: null };
}
