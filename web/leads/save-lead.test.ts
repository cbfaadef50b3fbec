import { describe, expect, test } from '@jest/globals';
import { editsOn, type LeadForm } from './save-lead.ts';

const begun: LeadForm = {
  name: '',
  email: null,
  stage: 'New',
  owners: [],
  phones: [{ number: '+919812345670', kind: 'primary', id: 'phone' }],
  junk: false,
  doNotCall: false,
};

describe('a lead that changed while it was edited', () => {
  test('keeps the name that was typed and the owner whom the end of the call gave it', () => {
    const now = { ...begun, owners: ['asha'] };
    expect(editsOn(now, begun, { ...begun, name: 'Meera Pillai' })).toEqual({ ...now, name: 'Meera Pillai' });
  });

  test('is left to the person where both changed the same field', () => {
    expect(editsOn({ ...begun, stage: 'Applied' }, begun, { ...begun, stage: 'Visited' })).toBeNull();
    const phones = [...begun.phones, { number: '+919812345671', kind: 'alternate' as const }];
    expect(editsOn({ ...begun, phones: [] }, begun, { ...begun, phones })).toBeNull();
  });

  test('is saved where both changed the same field to the same', () => {
    const visited = { ...begun, stage: 'Visited' };
    expect(editsOn(visited, begun, visited)).toEqual(visited);
  });
});
