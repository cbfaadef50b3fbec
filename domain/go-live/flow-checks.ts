import type { Step } from './checks.ts';
import type { Evidence, TestCall } from './evidence.ts';
import { callAndTake, done, failed, inboundIsOn, incoming, isSet, takeTheNext, waiting } from './steps.ts';

/** The vendor asks whom to ring, and is told. That nobody is named is an answer too: the vendor goes its own way. */
export function routingAnswers(evidence: Evidence): readonly Step[] {
  const text = 'A routing question is answered';
  const asked = evidence.calls.find(({ question }) => question !== null);
  const on = inboundIsOn(evidence);
  if (asked?.question) {
    const { named } = asked.question;
    const answer =
      named.length > 0
        ? `Named ${named.join(', then ')}.`
        : 'Named nobody: the caller has no owner and there are no sticky counsellors, so the vendor goes by its own logic.';
    return [on, done(text, answer, { call: asked, heard: asked.question })];
  }
  const call = incoming(evidence);
  if (call === undefined) return [on, waiting(text, callAndTake(evidence))];
  return [
    on,
    waiting(
      text,
      'The call rang without a question. The vendor has to ask getCounsellor, or its own dialplan, first.',
      {
        call,
      },
    ),
  ];
}

/** A student's call rings a counsellor, is taken, and is reported. */
export function inboundFlow(evidence: Evidence): readonly Step[] {
  const call = incoming(evidence);
  return [inboundIsOn(evidence), ringOf(evidence, call), reportOf(evidence, call), answeredBy(evidence, call)];
}

/** What of it is missing where a call's ring is not as it should be. */
export function ringOf(evidence: Evidence, call: TestCall | undefined): Step {
  const text = 'A pop-up request says who is being rung';
  if (call === undefined) return waiting(text, callAndTake(evidence));
  const { ring } = call;
  if (ring === null) {
    return call.ended
      ? failed(
          text,
          'The call ended without one. The vendor has to send it when a counsellor’s phone begins to ring.',
          {
            call,
          },
        )
      : waiting(text, 'The call is there; nobody is rung yet.', { call });
  }
  if (ring.counsellor === null)
    return failed(text, 'It named an agent number that is nobody’s. Enter it at its counsellor.', {
      call,
      heard: ring,
    });
  return done(text, `${ring.counsellor} was rung.`, { call, heard: ring });
}

function reportOf(evidence: Evidence, call: TestCall | undefined): Step {
  const text = 'A call back says how the call went';
  if (call === undefined) return waiting(text, callAndTake(evidence));
  if (call.report !== null) return done(text, 'It came.', { call, heard: call.report });
  if (call.reconciled)
    return failed(
      text,
      'It never came: the call was settled from the vendor’s record, which is asked for afterwards.',
      {
        call,
      },
    );
  return call.ended
    ? failed(text, 'It never came, and the call was given up.', { call })
    : waiting(text, 'Not yet: it has to come when the call is over.', { call });
}

function answeredBy(evidence: Evidence, call: TestCall | undefined): Step {
  const text = 'The call is known as answered, and by whom';
  if (call === undefined) return waiting(text, callAndTake(evidence));
  if (!call.ended) return waiting(text, 'The call is still on.', { call });
  if (call.outcome === 'unknown')
    return failed(text, 'What the vendor said does not tell how the call went: look at the status it sends.', { call });
  if (call.outcome !== 'answered') return waiting(text, takeTheNext, { call });
  return call.counsellor === null
    ? failed(text, 'It was answered by nobody we know: the call back has to name the counsellor’s agent number.', {
        call,
      })
    : done(text, `Answered by ${call.counsellor}.`, { call });
}

/** A counsellor's call to a student is placed, and reported. */
export function outboundFlow(evidence: Evidence): readonly Step[] {
  const { setUp, mode, calls } = evidence;
  if (setUp.dials === 'never')
    return [waiting('Calls can be placed', `${setUp.vendor} takes calls and can not place any.`)];
  const { dials, outboundProblem } = setUp;
  const on =
    dials === 'off' && outboundProblem !== null
      ? waiting('Calls can be placed', outboundProblem)
      : isSet('Calls can be placed', outboundProblem, 'They can.');
  const call = calls.find(({ direction }) => direction !== 'inbound');
  if (call === undefined) {
    const next =
      mode === 'rehearsal'
        ? 'Not rehearsed yet.'
        : `Not seen yet. ${setUp.counsellor.name} calls the test phone: by a click, or in the vendor’s own application.`;
    return [on, waiting('The call begins', next)];
  }
  return [on, beginning(call), reportOf(evidence, call), answeredBy(evidence, call)];
}

function beginning(call: TestCall): Step {
  const text = 'The call begins';
  if (call.failure !== null) return failed(text, call.failure, { call, heard: call.click });
  if (call.click === null)
    return done(text, 'The vendor told of it; nobody clicked for it here.', { call, heard: call.ring ?? call.report });
  return call.taken === null
    ? waiting(text, 'It was clicked; the vendor is being asked.', { call, heard: call.click })
    : done(text, 'It was clicked, and the vendor took it.', { call, heard: call.taken });
}
