import type { Step } from './checks.ts';
import type { Evidence, TestCall } from './evidence.ts';
import { callAndLetRing, callAndTake, done, failed, incoming, takeTheNext, unanswered, waiting } from './steps.ts';

/** Everything the log shows of a call is sent. */
export function callLog(evidence: Evidence): readonly Step[] {
  const call = incoming(evidence);
  const isOver = call?.ended === true;
  const part = (text: string, value: string | null, missing: string): Step => {
    if (call === undefined) return waiting(text, callAndTake(evidence));
    const shown = { call, heard: call.report };
    if (value !== null) return done(text, value, shown);
    return isOver ? failed(text, missing, shown) : waiting(text, 'Not said yet.', { call });
  };
  const steps = [
    part(
      'The vendor’s id of the call',
      call?.vendorCallId ?? null,
      'Not sent: requests without call_id are joined by guessing.',
    ),
    part('The number dialled', call?.did?.number ?? null, 'Not sent: without did_no the call has no campaign.'),
    part('When it began and ended', stampsOf(call), 'Not sent, or not to be believed: start_time.'),
  ];
  if (isOver && call.outcome !== 'answered')
    return [...steps, waiting('Who talked, and how long', takeTheNext, { call })];
  return [
    ...steps,
    part('Who talked', call?.counsellor ?? null, 'The call back names nobody we know: agent_no.'),
    part('How long they talked', secondsOf(call), 'Not sent: without call_duration it is left out of averages.'),
    part('The recording', isOver && call.hasRecording ? 'Its address came.' : null, 'No address came: resource_url.'),
  ];
}

/** Some vendors never say when a call ended: that is when its call back came then. */
const stampsOf = (call: TestCall | undefined): string | null =>
  call?.startTold === true ? (call.endTold ? 'Both came.' : 'Its beginning came.') : null;

const secondsOf = (call: TestCall | undefined): string | null =>
  call?.ended === true && call.talkSeconds !== null ? `${call.talkSeconds} s` : null;

/** The number that was dialled says which campaign it was. */
export function campaignMapping(evidence: Evidence): readonly Step[] {
  const text = ['The number dialled comes with the call', 'It is one of our DIDs', 'It carries a campaign'] as const;
  const call = incoming(evidence);
  if (call === undefined) return text.map((each) => waiting(each, callAndTake(evidence)));
  const { did } = call;
  if (did === null)
    return [
      failed(text[0], 'did_no was not sent.', { call }),
      ...text.slice(1).map((each) => waiting(each, 'Not known.')),
    ];
  const came = done(text[0], did.number, { call, heard: call.question ?? call.ring ?? call.report });
  if (!did.known)
    return [
      came,
      failed(text[1], 'It is in no list of ours: enter it with its campaign.', { call }),
      waiting(text[2], 'Not known.'),
    ];
  return [
    came,
    done(text[1], 'It is.', { call }),
    did.campaign === null
      ? failed(text[2], 'No campaign is entered for it.', { call })
      : done(text[2], did.campaign, { call }),
  ];
}

/** Slower, and people notice. */
const SLOW_MS = 2000;

/** The call and what was sent about it are found again, quickly. */
export function logLoad(evidence: Evidence): readonly Step[] {
  const [call] = evidence.calls;
  const text = [
    'The call log shows the call',
    'The telephony log shows what was sent, and the answers',
    'They load at once',
  ] as const;
  if (call === undefined) return text.map((each) => waiting(each, callAndTake(evidence)));
  const { shown, requests } = call.log;
  const loaded = `In ${evidence.logMs} ms.`;
  return [
    shown ? done(text[0], 'It does, marked as a test.', { call }) : failed(text[0], 'It does not.', { call }),
    requests > 0
      ? done(text[1], requests === 1 ? 'One request.' : `${requests} requests.`, { call })
      : waiting(text[1], 'The vendor has sent nothing about it yet.', { call }),
    evidence.logMs <= SLOW_MS ? done(text[2], loaded, { call }) : failed(text[2], loaded, { call }),
  ];
}

/** The call counts for whom it should, by the rules of the reports. A test is left out of them; this is what it would add. */
export function productivity(evidence: Evidence): readonly Step[] {
  return [countsAsTalk(evidence), countsAsMissed(evidence)];
}

function countsAsTalk(evidence: Evidence): Step {
  const text = 'An answered call counts as a success of whoever talked';
  const call = incoming(evidence);
  if (call === undefined) return waiting(text, callAndTake(evidence));
  if (!call.ended) return waiting(text, 'The call is still on.', { call });
  if (call.outcome !== 'answered') return waiting(text, takeTheNext, { call });
  const row = call.wouldCount.find(({ success }) => success);
  return row?.counsellor == null
    ? failed(text, 'It would count for nobody (unattributed): the call back names nobody we know.', { call })
    : done(text, `${row.counsellor}: one success, ${row.talkSeconds} s of talk.`, { call, heard: call.report });
}

function countsAsMissed(evidence: Evidence): Step {
  const text = 'An unanswered call counts as missed by whoever was rung';
  const call = unanswered(evidence);
  if (call === undefined) return waiting(text, callAndLetRing(evidence));
  const names = call.wouldCount.flatMap(({ missed, counsellor }) =>
    missed && counsellor !== null ? [counsellor] : [],
  );
  return names.length === 0
    ? failed(text, 'It would count for nobody: no counsellor we know was rung.', { call })
    : done(text, `${names.join(' and ')}: one missed.`, { call, heard: call.report });
}
