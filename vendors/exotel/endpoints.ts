import type { NativeEndpoint } from '../native.ts';
import { answerPassthru, readPassthru } from './passthru.ts';
import { readPopup } from './popup.ts';
import { answerConnect, answerDialWhom, readQuestion } from './routing.ts';
import { readStatusCallback } from './status.ts';

const accepted = { httpStatus: 200, body: { status: 1, message: 'Accepted' } };

/** What Exotel's applets and callbacks send. All but the status callback are `GET`s with a query. */
export const exotelEndpoints: readonly NativeEndpoint[] = [
  {
    name: 'connect',
    summary: 'a Connect applet with a dynamic URL: whom to ring, and how long',
    methods: ['GET'],
    read: readQuestion,
    answerRouting: answerConnect,
    answerEvent: () => accepted,
    hooks: [
      {
        where:
          'App Bazaar → the flow → Connect applet → “Fetch from a URL” (primary URL); leave the fallback URL to your own number',
      },
    ],
  },
  {
    name: 'dial-whom',
    summary: 'a Connect applet with Dial Whom, the older way: the numbers as plain text',
    methods: ['GET'],
    read: readQuestion,
    answerRouting: answerDialWhom,
    answerEvent: () => ({ httpStatus: 200, body: '' }),
    hooks: [{ where: 'instead of the dynamic URL: Connect applet → Dial Whom → URL' }],
  },
  {
    name: 'passthru',
    summary:
      'a Passthru applet: before a Connect, 200 where somebody can be rung and 302 where nobody can; behind one, how it went',
    methods: ['GET'],
    read: readPassthru,
    answerRouting: answerPassthru,
    answerEvent: () => ({ httpStatus: 200, body: 'ok' }),
    hooks: [
      {
        where:
          'a Passthru applet behind the Connect applet, in both of its branches, asynchronous; one before it where the flow should branch by whether anybody can be rung',
      },
    ],
  },
  {
    name: 'popup',
    summary: 'a Connect applet’s dial events, or a soft phone’s: who is rung, who answered, who is released',
    methods: ['GET', 'POST'],
    read: readPopup,
    answerEvent: () => accepted,
    hooks: [{ where: 'Connect applet → “Create popup”, or as dial_passthru_event_url; of soft phones the popup_url' }],
  },
  {
    name: 'status',
    summary: 'a StatusCallback: how a call ended',
    methods: ['POST', 'GET'],
    read: readStatusCallback,
    answerEvent: () => accepted,
    hooks: [{ where: 'StatusCallback of calls placed by API, with the events terminal and answered; form or JSON' }],
  },
];
