import type { Step } from './checks.ts';
import type { Evidence, TestCall } from './evidence.ts';
import { ringOf } from './flow-checks.ts';
import { callAndLetRing, callAndTake, done, failed, incoming, isSet, unanswered, waiting } from './steps.ts';

/** The counsellor sees who calls before picking up. */
export function popup(evidence: Evidence): readonly Step[] {
  const { counsellor } = evidence.setUp;
  const call = evidence.calls.find(({ cards }) => cards.length > 0) ?? incoming(evidence);
  return [
    isSet(`${counsellor.name} gets pop-ups`, counsellor.popupProblem, 'They do.'),
    ringOf(evidence, call),
    cardOf(evidence, call),
  ];
}

function cardOf(evidence: Evidence, call: TestCall | undefined): Step {
  const text = 'A card is shown on their desk';
  if (call === undefined) return waiting(text, callAndTake(evidence));
  const [card] = call.cards;
  if (card !== undefined)
    return done(text, `To ${card.counsellor}, ${card.afterMs} ms after the request.`, {
      call,
      heard: { at: card.at, requestId: call.ring?.requestId ?? null },
    });
  if (call.ring === null) return waiting(text, 'No pop-up request yet.', { call });
  const problem = call.ring.stale
    ? 'None: the request’s own time was older than the ring time when it came.'
    : 'None was shown to whoever was rung: they get no pop-ups, or the call was over when the request came.';
  return failed(text, problem, { call, heard: call.ring });
}

/** A number that no lead has becomes one. None is made of a test; this is what the rules say. */
export function leadCreation(evidence: Evidence): readonly Step[] {
  const { numberHasLead, createOn } = evidence.setUp;
  const call = incoming(evidence);
  return [
    isSet(
      'The test phone’s number is new',
      numberHasLead ? 'A lead has this number: its calls are that lead’s. Check with a number that no lead has.' : null,
      'No lead has it.',
    ),
    isSet('Leads are made of new numbers', createOn === 'never' ? 'The setting says never.' : null, WHEN[createOn]),
    wouldMake(evidence, call),
  ];
}

const WHEN = {
  ring: 'When somebody is rung, at the latest when the call ends.',
  answer: 'When somebody talks.',
  end: 'When the call ends.',
  never: '',
} as const;

function wouldMake(evidence: Evidence, call: TestCall | undefined): Step {
  const text = 'The call would make a lead';
  if (call === undefined) return waiting(text, callAndTake(evidence));
  const campaign = call.did?.campaign ?? null;
  switch (call.wouldHaveLead) {
    case 'made':
      return done(text, `Origin Telephony, ${campaign === null ? 'no campaign' : `campaign ${campaign}`}.`, { call });
    case 'theirs':
      return failed(text, 'It would belong to the lead that has the number.', { call });
    case 'own_number':
      return failed(text, 'The number is one of our own or blocked: such numbers never become leads.', { call });
    case 'blocked':
      return failed(text, 'The number is blocked.', { call });
    case 'never':
      return failed(text, 'Not by the setting of the DID or the vendor.', { call });
    case 'not_yet':
    default:
      return waiting(text, 'Not yet: the call goes on, or was not answered.', { call });
  }
}

/** The call stands on the student's timeline. That of a test stands nowhere; this is what the entry would say. */
export function timeline(evidence: Evidence): readonly Step[] {
  const text = ['The call belongs to a student', 'Its entry says how it went'] as const;
  const call = incoming(evidence);
  if (call === undefined) return text.map((each) => waiting(each, callAndTake(evidence)));
  const lead: Readonly<Record<TestCall['wouldHaveLead'], Step>> = {
    theirs: done(text[0], 'To the lead that has the number.', { call }),
    made: done(text[0], 'To the lead it would make.', { call }),
    not_yet: waiting(text[0], 'Not yet: no lead would be made so far.', { call }),
    never: failed(text[0], 'To none: leads are not made of new numbers, and no lead has this one.', { call }),
    own_number: failed(text[0], 'To none: the number is one of our own or blocked.', { call }),
    blocked: failed(text[0], 'To none: the number is blocked.', { call }),
  };
  const shown = { call, heard: call.report };
  return [
    lead[call.wouldHaveLead],
    call.ended ? done(text[1], `“${call.entry}”`, shown) : waiting(text[1], 'The call is still on.', { call }),
  ];
}

/** A call that nobody takes becomes somebody's work. A test becomes nobody's; this is whose it would be. */
export function missedIcon(evidence: Evidence): readonly Step[] {
  const text = ['A call that nobody takes is known as such', 'It would light the icon'] as const;
  const call = unanswered(evidence);
  if (call === undefined) return text.map((each) => waiting(each, callAndLetRing(evidence)));
  const shown = { call, heard: call.report };
  if (call.wouldMiss === null) {
    const why =
      call.outcome === 'unknown'
        ? 'Nobody told how it went: the call back did not come, or its status can not be read.'
        : 'The call makes no missed entry.';
    return [failed(text[0], why, shown), waiting(text[1], 'Not known.', { call })];
  }
  const whose = call.wouldMiss.length === 0 ? 'of everybody: the shared queue' : `of ${call.wouldMiss.join(' and ')}`;
  return [
    done(text[0], OUTCOMES[call.outcome ?? 'missed'] ?? 'Missed.', shown),
    done(text[1], `That ${whose}.`, { call }),
  ];
}

const OUTCOMES: Readonly<Record<string, string>> = {
  missed: 'Rung, and nobody talked.',
  abandoned: 'Nobody was rung.',
  voicemail: 'A message was left.',
};

/** The counsellor finds on their pages what calling needs; live, they have used a card as well. */
export function pageCheck({ mode, setUp: { counsellor }, calls }: Evidence): readonly Step[] {
  const pages = counsellor.pages.map(({ name, problem }) => isSet(name, problem, `${counsellor.name} has it.`));
  if (mode === 'rehearsal') return pages;
  const text = 'The card was used';
  const used = calls.find(({ cards }) => cards.some((card) => card.used));
  return [
    ...pages,
    used === undefined
      ? waiting(text, `Not yet: ${counsellor.name} opens the desk during the test call, and dismisses the card.`)
      : done(text, 'It was opened or dismissed at the desk.', { call: used }),
  ];
}
