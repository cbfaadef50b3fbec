import type { CallFacts } from '../telling/call-facts.ts';
import type { Dialect } from '../telling/dialect.ts';
import { classic } from '../classic/speak.ts';
import { isOk, ownAddress, readClassicAnswer, twice } from '../telling/hook-parts.ts';
import type { Message } from '../telling/message.ts';
import { afterCall, inCall } from './native-v1.ts';
import { eventsV2 } from './native-v2.ts';

function messages(facts: CallFacts): readonly Message[] {
  const { script, has, random } = facts;
  if (script.rings.length === 0 && has('silent_greeting')) return [];
  const told = random.chance(0.5) ? eventsV2(facts) : [...inCall(facts), ...afterCall(facts)];
  return has('repeat_hangup')
    ? told.flatMap((message) => (message.says.some(({ kind }) => kind === 'reports') ? twice(message) : [message]))
    : told;
}

/** MyOperator's own: In-Call and After Call, or the events of v2 (vendors.md 3.3, 3.4); whom to ring it asks classically. */
export const myoperatorOwn: Dialect = {
  question: classic('token').question,
  readAnswer: readClassicAnswer,
  messages,
  address: ownAddress,
  isTaken: isOk,
};
