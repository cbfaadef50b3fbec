import type { CallFacts } from '../telling/call-facts.ts';
import type { Fields, Message, Value } from '../telling/message.ts';

/**
 * Keys and values as Smartflo leaves them when a template is filled badly (vendors.md 1.7): in its own words, or in the
 * classic ones that were typed into it.
 */
export function oddly(
  { has, random }: CallFacts,
  words: 'classic' | 'native',
  messages: readonly Message[],
): readonly Message[] {
  return messages.map((message, place) => {
    let { fields } = message;
    if (has('odd_keys')) {
      const own = words === 'classic' ? withBlank(fields) : withDollars(fields, random.chance(0.5));
      // A variable that was filled leaves no residue.
      const residues = Object.fromEntries(Object.entries(RESIDUES).filter(([key]) => !(key in fields)));
      fields = { ...residues, ...own };
    }
    // Its own words have their own shapes.
    if (words === 'classic' && has('empty_shapes')) fields = { ...fields, ...random.pick(SHAPES) };
    // In mid-call: neither what comes first nor the end.
    const midCall = place > 0 && place < messages.length - 1;
    if (midCall && has('no_call_id')) {
      return { ...message, fields: without(fields, 'call_id'), named: false };
    }
    return { ...message, fields };
  });
}

/** Variables that nobody filled, and what is left of some (1.7, 2 and 3). */
const RESIDUES: Fields = {
  campaign_id: '$campaign_id',
  recording_name: '$recording_name',
  answered_agent_name: '_name',
  answered_agent_number: '_number',
  $uuid: '69e000000005e',
};

/** A blank after a key (1.7, 1). */
const withBlank = (fields: Fields): Fields => renamed(fields, (key) => (key === 'did_no' ? `${key} ` : key));

/** `$` before the keys (1.7, 4). */
const withDollars = (fields: Fields, all: boolean): Fields => renamed(fields, (key) => (all ? `$${key}` : key));

const renamed = (fields: Fields, name: (key: string) => string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]): [string, Value] => [name(key), value]));

/** One field, four shapes (1.7, 5). */
const SHAPES: readonly [Fields, ...Fields[]] = [
  { answered_agent: '', missed_agent: '', billing_circle: '' },
  { answered_agent: { id: '0507330050011', name: 'Agent', number: '0607330050011' }, missed_agent: '' },
  {
    answered_agent: [{ id: '0507330050011', name: 'Agent' }],
    missed_agent: [{ id: '05', name: 'Agent', number: '06' }],
  },
  { answered_agent: '{"id":"0507330050011","name":"Agent"}', billing_circle: '{"operator":"Airtel","circle":"Delhi"}' },
];

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key.replace('$', '').trim() !== name));
}
