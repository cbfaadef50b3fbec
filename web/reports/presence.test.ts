import { expect, test } from '@jest/globals';
import { countByState, inOrder, type Presence } from './presence.ts';

const at = (name: string, state: Presence['state']): Presence => ({
  counsellor: { id: name, name },
  state,
  since: null,
  callId: null,
});
const floor = [at('Asha', 'away'), at('Bilal', 'ringing'), at('Chitra', 'talking'), at('Dev', 'ringing')];

test('the board shows who talks first, then who is rung, and those at the same by name', () => {
  expect(inOrder(floor).map(({ counsellor }) => counsellor.name)).toEqual(['Chitra', 'Bilal', 'Dev', 'Asha']);
});

test('the board counts who is at what', () => {
  expect(countByState(floor)).toEqual({ talking: 1, ringing: 2, wrapping_up: 0, available: 0, away: 1 });
});
