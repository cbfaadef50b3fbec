import { z } from 'zod';
import { VENDORS, type Vendor } from '../day/planned.ts';
import type { World } from '../day/world.ts';
import type { VendorApi } from '../exchange/vendor-api.ts';
import { emailOf } from '../myoperator/day-api.ts';
import { bare } from '../telling/numbers.ts';
import type { VendorTraits } from '../vendor-traits.ts';
import { ask, Person } from './client.ts';

/** The institute a day is played at, as the simulator set it up. */
export interface Institute {
  readonly id: number;
  readonly admin: Person;
  /** By `ref`. */
  readonly counsellors: ReadonlyMap<string, { readonly id: string; readonly person: Person }>;
  /** `ref` by the product's id. */
  readonly refs: ReadonlyMap<string, string>;
  /** The product's ids of the leads there were before the day, by the student's `ref`. */
  readonly leads: ReadonlyMap<string, string>;
  readonly secretKey: string;
  /** By vendor. */
  readonly tokens: ReadonlyMap<Vendor, string>;
}

export interface SetUp {
  readonly url: string;
  /** `OPERATOR_KEY` of the product. */
  readonly operatorKey: string;
  readonly world: World;
  readonly apis: ReadonlyMap<Vendor, VendorApi>;
  readonly traits: Readonly<Record<Vendor, VendorTraits>>;
  /** By which vendor each counsellor dials, by `ref`. */
  readonly partners: ReadonlyMap<string, Vendor>;
  /** Told apart from other days' people at the same product. */
  readonly tag: string;
}

const PASSWORD = 'simulated-password';

/** Short waits, so that a day needs no longer than it takes to play: what the settings allow, or a little more. */
const TIMES = { wrapUpSeconds: 2, amendSeconds: 3600 };
/** Where nobody can be asked how a call ended, it is given up when talk and call back time are over. In seconds. */
const TALK_SECONDS = { asked: 600, notAsked: 60 };

const GRANTS = {
  make_calls_leads: 'yes',
  receive_popups: 'yes',
  full_numbers: 'yes',
  call_logs: 'all',
  recordings: 'all',
  call_reports: 'own',
  manage_missed_calls: 'yes',
};

const created = z.object({ id: z.int() });
const added = z.object({ id: z.string() });

/** Sets an institute up as an operator and its admin would, through the product's API alone. */
export async function setUpInstitute({
  url,
  operatorKey,
  world,
  apis,
  traits,
  partners,
  tag,
}: SetUp): Promise<Institute> {
  const email = `admin@${tag}.sim.test`;
  const { status, body } = await ask(
    `${url}/v1/operator/institutes`,
    'POST',
    {
      name: `Simulated ${tag}`,
      country: 'IN',
      timeZone: 'Asia/Kolkata',
      defaultVendor: 'tatatel',
      admin: { name: 'Admin', email, password: PASSWORD },
    },
    { authorization: `Bearer ${operatorKey}` },
  );
  if (status !== 201)
    throw new Error(`The product took no new institute: ${status}. Was it started with this OPERATOR_KEY?`);
  const admin = await Person.signIn(url, email, PASSWORD);
  await admin.must('PUT', '/v1/settings/permissions/counsellor', { grants: GRANTS });

  const counsellors = new Map<string, { id: string; person: Person }>();
  for (const { ref, name, phone, userId } of world.counsellors) {
    const address = `${ref}@${tag}.sim.test`;
    const agentNumbers = [
      ...VENDORS.map((vendor) => ({ vendor, number: bare(phone), vendorUserId: userId })),
      // MyOperator's log names people by this alone.
      { vendor: 'myoperator', number: emailOf(ref) },
    ];
    const { id } = added.parse(
      await admin.must('POST', '/v1/settings/counsellors', {
        name,
        email: address,
        password: PASSWORD,
        roles: ['counsellor'],
        telephonyPartner: partners.get(ref) ?? null,
        agentNumbers,
      }),
    );
    counsellors.set(ref, { id, person: await Person.signIn(url, address, PASSWORD) });
  }
  const idOf = (ref: string): string => counsellors.get(ref)?.id ?? '';

  const tokens = new Map<Vendor, string>();
  for (const [vendor, api] of apis) {
    const {
      ring,
      routingFallback,
      keepOwner,
      sticky,
      createOn,
      answeredOwner,
      missedOwner,
      ringSeconds,
      callBackSeconds,
      pulls,
    } = traits[vendor];
    await admin.must('PUT', `/v1/settings/telephony/${vendor}`, {
      enabled: true,
      inbound: { enabled: true, ring, routingFallback, keepOwner, stickyCounsellorIds: sticky.map(idOf) },
      outbound: { enabled: true },
      leads: { createOn, answeredOwner, missedOwner },
      times: {
        ...TIMES,
        ringSeconds,
        callBackSeconds,
        talkSeconds: pulls ? TALK_SECONDS.asked : TALK_SECONDS.notAsked,
      },
      ...api.account,
    });
    tokens.set(vendor, await rotated(admin, vendor, 'token'));
  }
  const secretKey = await rotated(admin, 'tatatel', 'secretKey');
  await admin.must('PUT', '/v1/settings/numbers', {
    dids: world.dids.map(({ number, campaign }) => ({ number, campaign })),
    blocked: [],
  });
  const leads = new Map<string, string>();
  for (const { ref, number, lead } of world.students) {
    if (lead === null) continue;
    const { id } = added.parse(
      await admin.must('POST', '/v1/leads', { name: lead.name, phones: [{ number }], owners: lead.owners.map(idOf) }),
    );
    leads.set(ref, id);
  }
  const refs = new Map([...counsellors].map(([ref, { id }]) => [id, ref]));
  return { id: created.parse(body).id, admin, counsellors, refs, leads, secretKey, tokens };
}

async function rotated(admin: Person, vendor: Vendor, what: 'token' | 'secretKey'): Promise<string> {
  const answer = z
    .record(z.string(), z.unknown())
    .parse(await admin.must('POST', `/v1/settings/telephony/${vendor}/rotate`, { what, overlapSeconds: 0 }));
  return z.string().parse(answer[what]);
}
