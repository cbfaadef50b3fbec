import { describe, expect, test } from '@jest/globals';
import { GUARDS, whyNoCall, type Guard, type Situation } from './guards.ts';

const account = {
  outboundEnabled: true,
  cloudCalling: true,
  appCalling: true,
  formIds: ['form'],
  dials: 'yes',
} as const;

/** Nothing stands in its way. */
const free: Situation = {
  via: 'cloud',
  permitted: true,
  overrides: false,
  seesNumbers: true,
  account,
  formId: null,
  agentNumber: '9990947416',
  number: '+919812345670',
  phoneIsGone: false,
  isOwnNumber: false,
  doNotCall: false,
  withinHours: true,
};

describe('a click places a call', () => {
  test('when nothing stands in its way', () => {
    expect(whyNoCall(free)).toBeNull();
    expect(whyNoCall({ ...free, via: 'app', account: { ...account, cloudCalling: false, dials: 'never' } })).toBeNull();
    expect(whyNoCall({ ...free, formId: 'form' })).toBeNull();
  });

  test('to whom it may not be made, or when, for those who may all the same', () => {
    expect(whyNoCall({ ...free, doNotCall: true, withinHours: false, overrides: true })).toBeNull();
  });
});

test.each<[Guard, Partial<Situation>]>([
  ['calls_not_permitted', { permitted: false }],
  ['outbound_disabled', { account: null }],
  ['outbound_disabled', { account: { ...account, outboundEnabled: false } }],
  ['form_not_enabled', { formId: 'another form' }],
  ['form_not_enabled', { formId: 'form', account: { ...account, formIds: [] } }],
  ['cloud_calling_disabled', { account: { ...account, cloudCalling: false } }],
  ['app_calling_disabled', { via: 'app', account: { ...account, appCalling: false } }],
  ['numbers_hidden', { via: 'app', seesNumbers: false }],
  ['vendor_cannot_dial', { account: { ...account, dials: 'never' } }],
  ['vendor_not_connected', { account: { ...account, dials: 'not_connected' } }],
  ['no_agent_number', { agentNumber: null }],
  ['phone_not_of_lead', { number: null, phoneIsGone: true }],
  ['call_without_number', { number: null }],
  ['own_number', { isOwnNumber: true }],
  ['do_not_call', { doNotCall: true }],
  ['outside_calling_hours', { withinHours: false }],
])('%s stands in the way of %j', (guard, situation) => {
  expect(whyNoCall({ ...free, ...situation })).toBe(guard);
  expect(GUARDS[guard]).toMatch(/^[A-Z].*\.$/);
});
