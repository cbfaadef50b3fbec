import { describe, expect, test } from '@jest/globals';
import type { Vendor } from './contract.ts';
import { nextOf, stepsOf, vendorOf, type Standing } from './guide.ts';

const vendor = (slug: string, more: Partial<Vendor> = {}): Vendor => ({
  vendor: slug,
  name: slug,
  isSetUp: false,
  enabled: false,
  inbound: false,
  outbound: false,
  canDial: true,
  canTest: true,
  hasCredentials: false,
  tested: null,
  hasToken: false,
  hasSecretKey: false,
  counsellors: 0,
  ready: 0,
  hasCalls: false,
  keyName: 'key',
  fields: [],
  ...more,
});

const standing = (vendors: readonly Vendor[], more: Partial<Standing> = {}): Standing => ({
  vendors,
  defaultVendor: null,
  numbers: { dids: [], blocked: [] },
  ...more,
});

const did = { number: '1', label: null, campaign: 'Fair', source: null, medium: null, createOn: null, ring: null };
const tested = { at: '2026-11-24T09:00:00.000Z', ok: true, text: null, changedSince: false };
const done = {
  isSetUp: true,
  enabled: true,
  inbound: true,
  hasCredentials: true,
  tested,
  hasToken: true,
  counsellors: 1,
  ready: 1,
  hasCalls: true,
} as const;

describe('the first-run guide', () => {
  test('of an empty institute begins with the vendor, and has nothing ticked', () => {
    const steps = stepsOf(standing([vendor('tatatel'), vendor('exotel')]));
    expect(steps.some(({ isDone }) => isDone)).toBe(false);
    expect(nextOf(steps)).toBe('vendor');
  });

  test('is all ticked when everything is there and a call was heard of', () => {
    const steps = stepsOf(standing([vendor('tatatel', done)], { numbers: { dids: [did], blocked: [] } }));
    expect(nextOf(steps)).toBeNull();
  });

  test.each([
    ['key', { hasCredentials: false }],
    ['test', { tested: null }],
    ['test', { tested: { ...tested, ok: false } }],
    ['test', { tested: { ...tested, changedSince: true } }],
    ['inbound', { inbound: false }],
    ['counsellor', { counsellors: 0, ready: 0 }],
    ['permission', { ready: 0 }],
    ['sheet', { hasToken: false }],
    ['call', { hasCalls: false }],
  ] as const)('misses the step %s with %j', (id, lacking) => {
    const steps = stepsOf(
      standing([vendor('tatatel', { ...done, ...lacking })], { numbers: { dids: [did], blocked: [] } }),
    );
    expect(nextOf(steps)).toBe(id);
  });

  test('misses the number where none has a campaign', () => {
    const steps = stepsOf(
      standing([vendor('tatatel', done)], { numbers: { dids: [{ ...did, campaign: null }], blocked: [] } }),
    );
    expect(nextOf(steps)).toBe('number');
  });

  test('does not wait for a test that a vendor has not', () => {
    const mcube = vendor('mcubes', { ...done, canTest: false, tested: null });
    expect(nextOf(stepsOf(standing([mcube], { numbers: { dids: [did], blocked: [] } })))).toBeNull();
  });

  test('takes the secret key for a way to call us as well as a token', () => {
    const steps = stepsOf(standing([vendor('tatatel', { ...done, hasToken: false, hasSecretKey: true })]));
    expect(steps.find(({ id }) => id === 'sheet')?.isDone).toBe(true);
  });

  test('speaks of the vendor in use before one that was only begun', () => {
    const list = [vendor('exotel', { isSetUp: true }), vendor('tatatel', { enabled: true, isSetUp: true })];
    expect(vendorOf({ vendors: list, defaultVendor: 'exotel' })?.vendor).toBe('tatatel');
    expect(vendorOf({ vendors: [vendor('exotel', { isSetUp: true })], defaultVendor: null })?.vendor).toBe('exotel');
    expect(vendorOf({ vendors: [vendor('exotel')], defaultVendor: 'exotel' })?.vendor).toBe('exotel');
    expect(vendorOf({ vendors: [vendor('exotel')], defaultVendor: null })).toBeNull();
  });
});
