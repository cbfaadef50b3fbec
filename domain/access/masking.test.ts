import { describe, expect, test } from '@jest/globals';
import type { Viewer } from './viewer.ts';
import { maskNumber, shownNumber, shownText } from './masking.ts';

const viewer = (permissions: Viewer['permissions']): Viewer => ({
  instituteId: 1,
  counsellorId: '0' as Viewer['counsellorId'],
  sessionId: null,
  isMachine: false,
  roles: [],
  teamId: null,
  permissions,
  country: 'IN',
  timeZone: 'Asia/Kolkata',
});
const seesAll = viewer(new Map([['full_numbers', 'yes']]));
const seesNone = viewer(new Map());

describe('a number', () => {
  test('is shown whole to those who may see it', () => {
    expect(shownNumber('+919812345670', seesAll)).toBe('+919812345670');
    expect(shownText('4510-9812345670-1', '+919812345670', seesAll)).toBe('4510-9812345670-1');
  });

  test('shows only its last four digits to the others', () => {
    expect(shownNumber('+919812345670', seesNone)).toBe('•••••• 5670');
  });

  test('that is short shows nothing: four digits would be most of it', () => {
    expect(maskNumber('1204567')).toBe('••••••');
    expect(maskNumber('100')).toBe('••••••');
  });

  test('that is not known stays unknown', () => {
    expect(shownNumber(null, seesNone)).toBeNull();
  });

  test("inside a vendor's call id is masked with or without its country code", () => {
    expect(shownText('0912919812345670771', '+919812345670', seesNone)).toBe('091291••••••5670771');
    expect(shownText('cid-9812345670', '+919812345670', seesNone)).toBe('cid-••••••5670');
    expect(shownText('1700000000.42', '+919812345670', seesNone)).toBe('1700000000.42');
    expect(shownText(null, '+919812345670', seesNone)).toBeNull();
  });
});
