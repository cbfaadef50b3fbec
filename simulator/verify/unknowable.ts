import type { LedgerEntry } from '../ledger.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import type { Expected } from './show.ts';

/** What of a call can't be known. */
type Field = 'call' | 'outcome' | 'talkSeconds' | 'counsellor' | 'offers';

interface Known {
  readonly entry: LedgerEntry;
  /** Null: the call itself is unknown. */
  readonly expected: Expected | null;
  readonly traits: VendorTraits;
}

interface Rule {
  /** Why, as a person would say it. */
  readonly name: string;
  readonly fields: readonly Field[];
  readonly applies: (known: Known) => boolean;
}

const reports = ({ entry }: Known) => entry.told.flatMap(({ says }) => says.filter((said) => said.kind === 'reports'));
const toldRings = ({ entry }: Known): readonly string[] =>
  entry.told.flatMap(({ says }) => says.flatMap((said) => (said.kind === 'rings' ? [said.agent] : [])));

const answeredReports = (known: Known) => reports(known).filter(({ result }) => result === 'answered');
/** Everybody who is named in anything that was told. */
const namedIn = ({ entry }: Known): ReadonlySet<string | null> =>
  new Set(entry.told.flatMap(({ says }) => says.map((said) => ('agent' in said ? said.agent : null))));
/** Whose call it really was: who talked last, or dialled out in vain. */
const whose = ({ entry: { script, call } }: Known): string | null =>
  script.talks.at(-1)?.agent ?? (script.direction === 'outbound' && call.kind !== 'inbound' ? call.counsellor : null);
/** It is known to have failed, only not how. */
const isFailure = ({ expected }: Known): boolean =>
  expected !== null && !['answered', 'voicemail'].includes(expected.outcome);

/** Each says, from what was sent alone, what nobody who heard it could know. */
export const RULES: readonly Rule[] = [
  {
    name: 'nothing of the call was told',
    fields: ['call'],
    applies: ({ entry }) => entry.told.length === 0,
  },
  {
    name: 'the product was too busy and put requests off (503): what it kept of them',
    fields: ['call', 'outcome', 'talkSeconds', 'counsellor', 'offers'],
    applies: ({ entry }) => entry.putOffs > 0,
  },
  {
    name: 'its end was not told, and the vendor keeps no record',
    fields: ['outcome', 'talkSeconds', 'counsellor', 'offers'],
    applies: ({ expected, traits }) => expected?.outcome === 'unknown' && !traits.pulls,
  },
  {
    name: 'the vendor told a hang-up in the greeting as answered',
    fields: ['outcome', 'talkSeconds'],
    applies: (known) =>
      known.entry.script.outcome === 'abandoned' && reports(known).some(({ result }) => result === 'answered'),
  },
  {
    name: 'there is no word for voicemail in what was told',
    fields: ['outcome'],
    applies: (known) =>
      known.entry.script.outcome === 'voicemail' && !reports(known).some(({ cause }) => cause === 'voicemail'),
  },
  {
    name: 'a ring was not told',
    fields: ['offers'],
    applies: (known) => known.entry.script.rings.some(({ agent }) => !toldRings(known).includes(agent)),
  },
  {
    name: 'none of its rings was told',
    fields: ['outcome'],
    applies: (known) =>
      known.expected?.outcome === 'abandoned' && known.entry.script.rings.length > 0 && toldRings(known).length === 0,
  },
  {
    name: 'nobody told who it was',
    fields: ['counsellor'],
    applies: (known) => !namedIn(known).has(whose(known) ?? ''),
  },
  {
    name: 'a ring was told again, or out of turn',
    fields: ['offers'],
    applies: (known) =>
      toldRings(known).join() !== known.entry.script.rings.map(({ agent }) => agent).join() ||
      endComesEarly(known) ||
      answerComesEarly(known),
  },
  {
    name: 'the record names only who talked last, and all the talk there was',
    fields: ['talkSeconds', 'counsellor', 'offers'],
    applies: ({ entry, expected }) => expected?.source === 'reconciled' && entry.script.talks.length > 1,
  },
  {
    name: 'a talker’s report was not told',
    fields: ['talkSeconds', 'counsellor', 'offers'],
    applies: (known) =>
      known.entry.script.talks.some(({ agent }) => !reports(known).some((report) => report.agent === agent)),
  },
  {
    name: 'how long they talked was not told',
    fields: ['talkSeconds'],
    applies: (known) =>
      known.entry.script.talks.some(
        ({ agent }) =>
          !answeredReports(known).some(
            (report) => (report.agent === agent || report.agent === null) && report.talkSeconds !== null,
          ),
      ),
  },
  {
    name: 'why the student did not answer was not told, or told otherwise as well',
    fields: ['outcome'],
    applies: (known) => {
      const { script } = known.entry;
      const isUnanswered = script.direction !== 'inbound' && script.talks.length === 0;
      const reasons = reports(known).flatMap(({ cause }) => cause ?? []);
      const isToldAlone = reasons.length > 0 && reasons.every((reason) => reason === script.outcome);
      return isUnanswered && isFailure(known) && !isToldAlone;
    },
  },
  {
    name: 'the report names only who talked last',
    fields: ['talkSeconds', 'counsellor', 'offers'],
    applies: (known) => {
      const talkers = new Set(answeredReports(known).map(({ agent }) => agent));
      return talkers.size > 0 && talkers.size < known.entry.script.talks.length;
    },
  },
  {
    name: 'reports without stamps came in another order',
    fields: ['counsellor'],
    applies: (known) => known.entry.script.talks.length > 1 && reports(known).some(({ endsAt }) => endsAt === null),
  },
  {
    name: 'the vendor did not place the call',
    fields: ['outcome', 'talkSeconds', 'counsellor'],
    applies: ({ entry }) => entry.click !== null && !entry.click.placed,
  },
];

/** A report comes before a ring of its call. */
function endComesEarly({ entry }: Known): boolean {
  const kinds = entry.told.flatMap(({ says }) => says.map(({ kind }) => kind));
  const first = kinds.indexOf('reports');
  return first !== -1 && kinds.lastIndexOf('rings') > first;
}

/** Somebody is told to have answered before they are told to be rung. */
function answerComesEarly({ entry }: Known): boolean {
  const all = entry.told.flatMap(({ says }) => says);
  return all.some(
    (said, place) =>
      (said.kind === 'answers' || said.kind === 'student_rings') &&
      all.slice(place).some((later) => later.kind === 'rings' && later.agent === said.agent),
  );
}

export interface Unknowable {
  /** By rule: how many calls it hides something of. */
  readonly byRule: ReadonlyMap<string, number>;
  /** Fields that must be shown otherwise than they were, and no rule says why. */
  readonly unexplained: readonly {
    readonly call: number;
    readonly field: Field;
    readonly truth: string;
    readonly told: string;
  }[];
}

/** Names, by rule, what of the calls that really were can't be known from what was sent. */
export function nameUnknowable(knowns: readonly Known[]): Unknowable {
  const byRule = new Map<string, number>();
  const unexplained: Unknowable['unexplained'][number][] = [];
  for (const known of knowns) {
    const hidden = new Set<string>();
    for (const { field, truth, told } of hiddenIn(known)) {
      const rule = RULES.find(({ fields, applies }) => fields.includes(field) && applies(known));
      if (rule === undefined) unexplained.push({ call: known.entry.call.number, field, truth, told });
      else hidden.add(rule.name);
    }
    for (const name of hidden) byRule.set(name, (byRule.get(name) ?? 0) + 1);
  }
  return { byRule, unexplained };
}

function hiddenIn(known: Known): readonly { readonly field: Field; readonly truth: string; readonly told: string }[] {
  const { entry, expected } = known;
  const { script, click } = entry;
  if (expected === null) return [{ field: 'call', truth: script.outcome, told: 'nothing' }];
  const talk = script.talks.reduce((sum, { from, to }) => sum + to - from, 0);
  const pairs: readonly [Field, unknown, unknown][] = [
    ['outcome', script.outcome, expected.outcome],
    ['talkSeconds', talk, expected.talkSeconds],
    ['counsellor', whose(known), expected.counsellor],
    [
      'offers',
      click === null ? script.rings.map(({ agent, result }) => `${agent} ${result}`).join() : '',
      expected.offers.map(({ agent, result }) => `${agent} ${result}`).join(),
    ],
  ];
  return pairs.flatMap(([field, truth, told]) =>
    truth === told ? [] : [{ field, truth: String(truth), told: String(told) }],
  );
}
