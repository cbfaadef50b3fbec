import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../csv/read.ts';
import type { CounsellorId, LeadId } from '../ids.ts';
import { readImportColumns } from './import-columns.ts';
import { planRow, type ImportCandidate, type RowQuestion } from './import-plan.ts';
import { readImportRows } from './import-row.ts';

const keyOf = (number: string): string | null =>
  /^[+\d ]{4,}$/.test(number) ? `+${number.replaceAll(/\D/g, '')}` : null;

const rowsOf = (text: string) => {
  const [header, ...rows] = readCsv(text).rows ?? [];
  const { columns } = readImportColumns(header?.cells ?? []);
  if (columns === null) throw new Error('no columns');
  return readImportRows(rows, columns, keyOf).map((read) => read.row ?? read.problems);
};

describe('the header of an import file', () => {
  test('is read in any spelling; what we make nothing of is told', () => {
    const { columns } = readImportColumns([
      'Student Name',
      'E-Mail ID',
      'Mobile No.',
      'Alternate_Mobile',
      'Owner e-mail',
      'STAGE',
      'City',
      ' ',
    ]);
    expect([...(columns?.at ?? [])]).toEqual([
      ['name', 0],
      ['email', 1],
      ['phone', 2],
      ['alternate', 3],
      ['owner', 4],
      ['stage', 5],
    ]);
    expect(columns?.ignored).toEqual(['City']);
  });

  test.each([
    [['name', 'email'], ['no column for phone']],
    [['phone', 'Mobile'], ['two columns for phone']],
    [[], ['no column for phone']],
  ])('%j is refused', (header, problems) => {
    expect(readImportColumns(header)).toEqual({ columns: null, problems });
  });
});

describe('a row of an import file', () => {
  test('is trimmed, its numbers are keys, and what is empty is not there', () => {
    expect(rowsOf("name,phone,alternate,owner,stage\n '=Riya , 98123 45670,98123 45670,ASHA@x.test,\n")).toEqual([
      {
        line: 2,
        name: '=Riya',
        email: null,
        phone: '+9812345670',
        alternate: null,
        ownerEmail: 'asha@x.test',
        stage: null,
      },
    ]);
  });

  test.each([
    ['A,,', ['phone is missing']],
    ['A,9.8E9,', ['phone is not a telephone number']],
    ['A,98123,nobody', ['email is not an e-mail address']],
    [`${'x'.repeat(201)},98123,`, ['name is longer than 200 characters']],
  ])('%s is refused', (row, problems) => {
    expect(rowsOf(`name,phone,email\n${row}\n`)).toEqual([problems]);
  });

  test('whose number stands in a row before is refused, as a phone or as an alternate there', () => {
    expect(rowsOf('phone,alternate\n11111,22222\n11111,\n22222,\n33333,11111\n').slice(1)).toMatchObject([
      ['the same number as in line 2'],
      ['the same number as in line 2'],
      { phone: '+33333', alternate: '+11111' },
    ]);
  });
});

const asha = 'asha' as CounsellorId;
const lead = (id: string, more: object = {}): ImportCandidate['lead'] => ({
  id: id as LeadId,
  name: 'Riya',
  email: null,
  stage: 'New',
  junk: false,
  doNotCall: false,
  owners: [],
  phones: [{ numberKey: '+1', kind: 'primary' }],
  ...more,
});
const row = (more: object = {}) => ({
  line: 2,
  name: null,
  email: null,
  phone: '+1',
  alternate: null,
  ownerEmail: null,
  stage: null,
  ...more,
});
const decide = (more: Partial<RowQuestion>) =>
  planRow({ row: row(), candidates: [], owner: undefined, isOurOwn: false, mostPhones: 2, ...more });

describe('what becomes of a row', () => {
  test('a number nobody has makes a lead, if the row has a name', () => {
    expect(decide({ row: row({ name: 'Kabir' }), owner: { id: asha, active: true } })).toMatchObject({
      action: 'create',
      owner: 'asha',
    });
    expect(decide({})).toMatchObject({ action: 'error', reasons: ['name is missing, and no lead has this number'] });
  });

  test('a lead is updated where the row says something else, and skipped where it does not', () => {
    const candidates = [{ lead: lead('a', { owners: [{ id: asha }] }), isPrimary: true }];
    const owner = { id: asha, active: true };
    expect(decide({ candidates, owner, row: row({ name: 'Riya', stage: 'New' }) }).action).toBe('skip');
    expect(
      decide({ candidates, owner, row: row({ email: 'r@x.test', stage: 'Visit', alternate: '+2' }) }),
    ).toMatchObject({
      action: 'update',
      leadId: 'a',
      edit: {
        email: 'r@x.test',
        stage: 'Visit',
        phones: [{ numberKey: '+1' }, { numberKey: '+2', kind: 'alternate' }],
      },
    });
  });

  test('of a family, the one it is the primary number of is meant; of several, the one of that name', () => {
    const [elder, younger] = [
      { lead: lead('a', { name: 'Elder' }), isPrimary: true },
      { lead: lead('b', { name: 'Younger' }), isPrimary: true },
    ];
    expect(decide({ candidates: [{ ...elder, isPrimary: false }, younger], row: row({ name: 'X' }) })).toMatchObject({
      leadId: 'b',
    });
    expect(decide({ candidates: [elder, younger], row: row({ name: 'younger', stage: 'Visit' }) })).toMatchObject({
      leadId: 'b',
    });
    expect(decide({ candidates: [elder, younger], row: row({ name: 'Third' }) }).action).toBe('error');
  });

  test.each([
    [{ isOurOwn: true }, 'phone is a DID, an agent number or blocked'],
    [{ owner: null }, 'owner is no user of this institute'],
    [{ owner: { id: asha, active: false } }, 'owner is not active'],
  ])('%j is an error', (more, reason) => {
    expect(decide({ row: row({ name: 'A' }), ...more })).toMatchObject({ action: 'error', reasons: [reason] });
  });

  test('a lead takes no more numbers than it can have', () => {
    const phones = [
      { numberKey: '+1', kind: 'primary' },
      { numberKey: '+2', kind: 'alternate' },
    ];
    expect(
      decide({ candidates: [{ lead: lead('a', { phones }), isPrimary: true }], row: row({ alternate: '+3' }) }),
    ).toMatchObject({
      action: 'error',
      reasons: ['the lead has 2 numbers already'],
    });
  });
});
