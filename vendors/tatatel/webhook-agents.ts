import { field } from '../classic/fields.ts';
import type { Fields } from '../classic/fields.ts';
import { isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { readNames } from '../line.ts';
import type { Line } from '../line.ts';
import { nested, objectsOf } from '../nested.ts';

/** A hunt of more agents than this is none. */
const mostAgents = 50;

/** Telephone numbers first: every trigger has them, an extension or id only some (vendors.md 1.7, 7 and 8). */
const isPhone = (text: string): boolean => /^\+?\d{10,12}$/.test(text.replace(/^0(?=\d{10}$)/, ''));

const lineOf = (texts: readonly (string | null)[], country: string): Line | null => {
  const named = texts.filter((text) => text !== null);
  return readNames([...named.filter(isPhone), ...named.filter((text) => !isPhone(text))], country);
};

const namesIn = (agent: JsonObject): readonly (string | null)[] =>
  ['agent_number', 'number', 'follow_me_number', 'id'].map((name) => field(agent, name).text);

/** An agent's number comes as a text, and of a click to call that the student answered as an object (1.7, 6). */
const namesOf = (value: Json | undefined): readonly (string | null)[] => {
  const inner = nested(value);
  if (isObject(inner)) return namesIn(inner);
  return [field({ value: value ?? null }, 'value').text];
};

const isKnownBy = (line: Line, other: Line): boolean =>
  [line.key, ...(line.aliases ?? [])].some((key) => key === other.key || (other.aliases ?? []).includes(key));

/** Who took the call, in order: a dialler's transfers make it a list, whose last is the final one (1.7, 5). */
export const answeredAgents = (fields: Fields, country: string): readonly Line[] => {
  const listed = objectsOf(fields['answered_agent']).slice(0, mostAgents);
  const numbers = [...namesOf(fields['answered_agent_number']), ...namesOf(fields['answer_agent_number'])];
  const final = lineOf([...namesIn(listed.at(-1) ?? {}), ...numbers], country);
  const before = listed.slice(0, -1).flatMap((agent) => lineOf(namesIn(agent), country) ?? []);
  return [...before.filter((line) => final === null || !isKnownBy(line, final)), ...(final === null ? [] : [final])];
};

/** Who is being rung. */
export const dialledAgent = (fields: Fields, country: string): Line | null =>
  lineOf(namesOf(fields['agent_number']), country);

/** Who was rung and did not take it: a list, or an object, or either as text. */
export const missedAgents = (fields: Fields, country: string): readonly Line[] => {
  const answered = answeredAgents(fields, country);
  const missed = objectsOf(fields['missed_agent'])
    .slice(0, mostAgents)
    .flatMap((agent) => lineOf(namesIn(agent), country) ?? []);
  return missed.filter(
    (line, index) =>
      !answered.some((taker) => isKnownBy(line, taker)) &&
      !missed.slice(0, index).some((earlier) => isKnownBy(line, earlier)),
  );
};

/** Whether the agent's number came as an object: so it does only when the student answered a click to call. */
export const agentIsObject = (fields: Fields): boolean => isObject(nested(fields['answered_agent_number']));
