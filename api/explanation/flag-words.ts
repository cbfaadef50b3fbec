interface FlagWords {
  /** For the middle of a sentence. */
  readonly short: string;
  /** What it means, and what to do where there is something to do. */
  readonly text: string;
}

/** Every flag a call can carry (docs/DEFINITIONS.md). */
const FLAGS: Readonly<Record<string, FlagWords>> = {
  agent_unknown: {
    short: 'an agent number that is nobody’s',
    text: 'An agent number was rung or named that belongs to no counsellor. Map it in the settings.',
  },
  call_back_missing: { short: 'no call details', text: 'The vendor never sent the call details (call back).' },
  popup_missing: {
    short: 'no pop-up request',
    text: 'A report names a counsellor for whom no pop-up request came.',
  },
  counsellor_inferred: {
    short: 'who talked is inferred',
    text: 'The report names nobody: the only counsellor rung is taken to have talked.',
  },
  no_duration: { short: 'no talk time', text: 'Answered, and nobody said for how long. It is left out of averages.' },
  number_unreadable: {
    short: 'a number that was withheld or can not be read',
    text: 'The student’s number was withheld or can not be read, so the call has no lead.',
  },
  number_differs: {
    short: 'another number than before',
    text: 'Two requests for this call carry different student numbers. The vendor’s call id was believed.',
  },
  no_call_id: {
    short: 'no call id',
    text: 'A request came without a call id. It was joined by number, counsellor, DID and time.',
  },
  call_id_shortened: { short: 'a call id too long to keep', text: 'The vendor’s call id was longer than we keep.' },
  template_unfilled: {
    short: 'a variable left unfilled',
    text: 'The vendor left a variable of its template unfilled. It was read as if it had not come.',
  },
  word_unrecognised: {
    short: 'a word we do not know',
    text: 'The vendor used a word we do not know where one of a few belongs. What it would have said is not known.',
  },
  answered_by_menu: {
    short: 'answered by the menu',
    text: 'The vendor says answered, and it was its menu that did: nobody of ours was on the line.',
  },
  zone_repaired: {
    short: 'stamps in another zone',
    text: 'The vendor’s stamps were in another time zone than the account’s, and were read in that one.',
  },
  status_unrecognised: {
    short: 'a status we do not know',
    text: 'The vendor sent a status we do not know and no talk time beside it, so its record is asked for.',
  },
  time_implausible: {
    short: 'a time that can not be',
    text: 'A time stamp could not be right (before 2000, in the future, end before start, more than a day) and was dropped.',
  },
  duration_unreadable: { short: 'a talk time that is none', text: 'A talk time could not be read and was dropped.' },
  recording_unreadable: {
    short: 'a recording’s address that is none',
    text: 'The address of a recording could not be read and was dropped.',
  },
  recording_lost: {
    short: 'no recording',
    text: 'The vendor was asked three times for the recording and had none, or the one there was is kept no longer.',
  },
  routing_only: {
    short: 'nothing but the question',
    text: 'The vendor asked whom to ring, and nothing came of it in ten minutes. The call is in no list or report.',
  },
  test_call: {
    short: 'a test call',
    text: 'A test call of a go-live check: it makes no lead and no work for anybody, and counts nowhere.',
  },
  wrap_up_overdue: {
    short: 'wrap-up overdue',
    text: 'The wrap-up time is over and nothing was written. It stays among the pending calls.',
  },
  self_reported: {
    short: 'told by the counsellor',
    text: 'The counsellor says how it went: a call from their own phone.',
  },
  late_correction: {
    short: 'a late correction',
    text: 'A report came later than the time for amendments. It still counts.',
  },
  stuck: {
    short: 'stuck',
    text: 'The call’s workflow could not be told of it in twelve tries. It is tried once an hour, and nothing is lost.',
  },
};

/** A flag for the middle of a sentence; one of another version as it stands. */
export const flagNote = (flag: string): string => FLAGS[flag]?.short ?? flag;

/** A flag with what it means. */
export const flagWords = (flag: string): { readonly flag: string; readonly text: string } => ({
  flag,
  text: FLAGS[flag]?.text ?? flag,
});
