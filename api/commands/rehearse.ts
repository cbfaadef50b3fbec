import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hashSecret, newVendorSecret } from '../../config/secrets.ts';
import { findCounsellor } from '../../db/counsellors.ts';
import {
  admitRehearsal,
  endRehearsal,
  findRun,
  standingOfPlayed,
  type GoLiveRun,
  type SentRequest,
} from '../../db/go-live.ts';
import type { Pool } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import { CHECK_KEYS } from '../../domain/go-live/checks.ts';
import { scenariosFor, type Scenario } from '../../domain/go-live/scenarios.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { isObject, type Json } from '../../vendors/json.ts';
import { adapterFor } from '../../vendors/registry.ts';
import {
  rehearsalOf,
  type Played,
  type Rehearsal,
  type RehearsedCall,
  type RehearsedRequest,
} from '../../vendors/rehearsal.ts';
import { notFound, Problem } from '../problem.ts';

export const rehearsalInput = z.strictObject({
  checks: z
    .array(z.enum(CHECK_KEYS))
    .max(CHECK_KEYS.length)
    .default([...CHECK_KEYS])
    .meta({ description: 'What is rehearsed; default all.' }),
  dialect: z.enum(['classic', 'own']).default('classic').meta({
    description: 'Whose words: the classic endpoints, or the vendor’s own, where we can play them.',
  }),
});
type RehearsalInput = z.infer<typeof rehearsalInput>;

interface Deps {
  readonly db: Pool;
  readonly now: () => EpochMs;
}

/** What happens on a call of each kind. */
const SCRIPTS: Readonly<Record<Scenario, readonly Played[]>> = {
  answered: ['asks', 'rings', 'picks_up', 'ends_answered'],
  missed: ['asks', 'rings', 'ends_missed'],
  outbound: ['rings', 'ends_answered'],
};

const TALK_SECONDS = 42;
/** The call is said to have begun so long before it is told of: its talk lies in the past. In ms. */
const BEGAN_BEFORE = 60_000;
/** No card comes later. In ms. */
const CARD_WITHIN = 2000;
/** As long as a card stands at the least, so that people see it. In ms. */
const CARD_STANDS = 700;
/** A call that was reported settles by then. In ms. */
const SETTLES_WITHIN = 2500;
const LOOKS_EVERY = 60;
/** Of one request. In ms. */
const ANSWER_WITHIN = 5000;
/** Of the whole rehearsal, after which its token is worthless whatever became of this process. In ms. */
const LONGEST = 60_000;
/** Requests of a check's rehearsals that are kept. */
const MOST_SENT = 60;

/**
 * Plays the vendor for a check: its requests go over HTTP to the vendors' endpoints of this process, by a token that is good
 * for as long as that takes. Throws 404, 409 `run_over`, `not_a_rehearsal`, `dialect_not_rehearsable`, `already_rehearsing`.
 *
 * @param base where this process listens
 */
export async function rehearse(
  { db, now }: Deps,
  viewer: Viewer,
  { id, input, base }: { readonly id: string; readonly input: RehearsalInput; readonly base: string },
): Promise<void> {
  const { instituteId } = viewer;
  const run = await findRun(db, instituteId, id);
  if (run === null) throw notFound();
  const rehearsal = rehearsalFor(run, input, now());
  const token = newVendorSecret();
  const tokenHash = hashSecret(token);
  const admitted = await admitRehearsal(db, instituteId, { id, tokenHash, now: now(), until: now() + LONGEST });
  if (!admitted) throw new Problem(409, 'already_rehearsing', 'This check is being rehearsed. Wait for it to end.');
  const counsellor = await findCounsellor(db, instituteId, run.counsellor.id);
  const agentNumber = counsellor?.agentNumbers.find(({ vendor }) => vendor === run.vendor)?.number ?? '';
  const sent: SentRequest[] = [];
  const stage = { db, now, viewer, run, rehearsal, agentNumber, url: urlOf(base, run.vendor, token), sent };
  try {
    for (const scenario of scenariosFor(input.checks)) if (isPossible(run, scenario)) await play(stage, scenario);
  } finally {
    await endRehearsal(db, instituteId, { id, tokenHash, sent, most: MOST_SENT });
  }
}

function rehearsalFor(run: GoLiveRun, { dialect }: RehearsalInput, now: EpochMs): Rehearsal {
  if (run.mode !== 'rehearsal')
    throw new Problem(
      409,
      'not_a_rehearsal',
      'This check waits for the vendor’s own requests: nothing is played in it.',
    );
  if (run.until <= now) throw new Problem(409, 'run_over', 'This check is over. Begin another one.');
  const rehearsal = rehearsalOf(run.vendor, dialect);
  if (rehearsal === null)
    throw new Problem(
      409,
      'dialect_not_rehearsable',
      'This vendor’s own requests can not be rehearsed: rehearse the classic ones, and check its own live.',
    );
  return rehearsal;
}

/** A vendor that places no calls tells of none. */
const isPossible = ({ vendor }: GoLiveRun, scenario: Scenario): boolean =>
  scenario !== 'outbound' || adapterFor(vendor)?.canDial !== undefined;

const urlOf =
  (base: string, vendor: string, token: string) =>
  ({ at, endpoint }: RehearsedRequest): string =>
    at === 'classic' ? `${base}/webhooks/v1/${token}/${endpoint}` : `${base}/vendors/${vendor}/${token}/${endpoint}`;

interface Stage extends Deps {
  readonly viewer: Viewer;
  readonly run: GoLiveRun;
  readonly rehearsal: Rehearsal;
  readonly agentNumber: string;
  readonly url: (request: RehearsedRequest) => string;
  /** Gets what was sent. */
  readonly sent: SentRequest[];
}

async function play(stage: Stage, scenario: Scenario): Promise<void> {
  const { run, rehearsal, agentNumber, viewer, now } = stage;
  const began = now() - BEGAN_BEFORE;
  const call: Omit<RehearsedCall, 'at'> = {
    callId: `go-live-${scenario}-${newVendorSecret().slice(0, 12)}`,
    direction: scenario === 'outbound' ? 'outbound' : 'inbound',
    number: run.numberKey,
    agentNumber,
    did: run.didKey,
    startedAt: began,
    endedAt: began + (TALK_SECONDS + 8) * 1000,
    talkSeconds: TALK_SECONDS,
    recordingUrl: 'https://recordings.example.com/go-live.mp3',
    zone: viewer.timeZone,
  };
  for (const played of SCRIPTS[scenario]) {
    const request = rehearsal(played, { ...call, at: now() });
    if (request === null) continue;
    const { status, isTaken } = await send(stage, scenario, request);
    if (played === 'rings' && isTaken) await shown(stage, call);
    if (played.startsWith('ends') && status === 200)
      await until(stage, call, SETTLES_WITHIN, ({ ended, applied }) => ended && applied);
  }
}

/** Waits for the card, and lets it stand for a moment. */
async function shown(stage: Stage, call: Pick<RehearsedCall, 'callId'>): Promise<void> {
  if (await until(stage, call, CARD_WITHIN, ({ cards }) => cards > 0)) await sleep(CARD_STANDS);
}

type Standing = NonNullable<Awaited<ReturnType<typeof standingOfPlayed>>>;

/** Waits until a call stands so; false: it did not in time. */
async function until(
  { db, viewer: { instituteId }, run: { vendor } }: Stage,
  { callId: vendorCallId }: Pick<RehearsedCall, 'callId'>,
  withinMs: number,
  fits: (standing: Standing) => boolean,
): Promise<boolean> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await sleep(LOOKS_EVERY)) {
    const standing = await standingOfPlayed(db, instituteId, { vendor, vendorCallId });
    // What was answered is committed: nothing was heard of a call that is not there.
    if (standing === null) return false;
    if (fits(standing)) return true;
  }
  return false;
}

interface Answered extends Pick<SentRequest, 'status' | 'answer'> {
  /** Whether it says that the request was taken. */
  readonly isTaken: boolean;
}

/** Sends one request and notes how it was answered. */
async function send({ url, sent, now }: Stage, scenario: Scenario, request: RehearsedRequest): Promise<Answered> {
  const at = now();
  const answered = await deliver(url(request), request);
  const { status, answer } = answered;
  sent.push({ at, scenario, endpoint: request.endpoint, status, answer });
  return answered;
}

async function deliver(url: string, { method, fields }: RehearsedRequest): Promise<Answered> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  const headers = { 'content-type': 'application/json' };
  try {
    const response =
      method === 'POST'
        ? await fetch(url, { method, headers, body: JSON.stringify(fields), signal })
        : await fetch(`${url}?${queryOf(fields)}`, { signal });
    const text = await response.text();
    const body = parsed(text);
    const isTaken = response.status === 200 && !(isObject(body) && body['status'] === 0);
    return { status: response.status, answer: saying(body) ?? text.slice(0, 100), isTaken };
  } catch {
    // Our own endpoint gave no answer in time: that is what the check shows.
    return { status: 0, answer: 'no answer', isTaken: false };
  }
}

/** Texts alone are sent by a query. */
const queryOf = (fields: RehearsedRequest['fields']): string =>
  new URLSearchParams(
    Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  ).toString();

/** What an answer says in a few words, and not whom it names; null: no more than its text. */
function saying(body: Json): string | null {
  const named = isObject(body) ? body['data'] : body;
  if (isObject(body) && typeof body['message'] === 'string') return body['message'];
  return Array.isArray(named) ? (named.length === 0 ? 'nobody is named' : 'somebody is named') : null;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Plain text is an answer too.
    return null;
  }
}
