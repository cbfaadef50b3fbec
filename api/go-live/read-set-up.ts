import { findStoredAccount } from '../../db/accounts.ts';
import { findCounsellor } from '../../db/counsellors.ts';
import type { GoLiveRun } from '../../db/go-live.ts';
import { readInstituteSettings } from '../../db/institutes.ts';
import { findLeadsByNumber } from '../../db/leads.ts';
import type { Db } from '../../db/pool.ts';
import { findViewer } from '../../db/viewers.ts';
import { may, type Viewer } from '../../domain/access/viewer.ts';
import { GUARDS, whyNoCall, type Guard } from '../../domain/calling/guards.ts';
import type { SetUp } from '../../domain/go-live/evidence.ts';
import type { EpochMs } from '../../domain/ids.ts';
import { isWithinCallingHours } from '../../domain/settings/calling-hours.ts';
import { splitVendorSettings } from '../../domain/settings/telephony-change.ts';
import { readTelephonySettings, type TelephonySettings } from '../../domain/settings/telephony.ts';
import { adapterFor } from '../../vendors/registry.ts';
import { dialsBy, type CallingDesk } from '../calling-desk.ts';

/** What is set up for a check: the vendor's settings, and what the counsellor who is to be rung may do and has. */
export async function readSetUp(db: Db, viewer: Viewer, run: GoLiveRun, now: EpochMs): Promise<SetUp> {
  const { instituteId } = viewer;
  const account = await findStoredAccount(db, instituteId, run.vendor);
  const { enabled, ...stored } = account?.settings ?? {};
  const settings = readTelephonySettings({ ...splitVendorSettings(stored).common, enabled: enabled === true });
  const institute = await readInstituteSettings(db, instituteId);
  const counsellor = await findCounsellor(db, instituteId, run.counsellor.id);
  const who = await findViewer(db, instituteId, run.counsellor.id);
  const leads = await findLeadsByNumber(db, {
    instituteId,
    numberKey: run.numberKey,
    includeAlternates: settings.inbound.matchAlternateMobile,
  });
  const dials = dialsBy(run.vendor, account);
  const agentNumber = counsellor?.agentNumbers.find(({ vendor }) => vendor === run.vendor)?.number ?? null;
  const withinHours = isWithinCallingHours(institute.callingHours, now, institute.timeZone);
  const calling = { who, settings, dials, agentNumber, withinHours };
  const name = run.counsellor.name;
  const outbound = guardOf({ ...calling, who: 'anybody' });
  const places = dials === 'never' ? 'never' : outbound === 'outbound_disabled' ? 'off' : 'yes';
  const popupProblem = whyNoPopup(name, { who, agentNumber, popups: counsellor?.popups ?? false });
  return {
    vendor: adapterFor(run.vendor)?.name ?? run.vendor,
    enabled: settings.enabled,
    inbound: settings.inbound.enabled,
    createOn: settings.leads.createOn,
    dials: places,
    outboundProblem: sentenceOf(outbound),
    numberHasLead: leads.length > 0,
    counsellor: {
      name,
      popupProblem,
      pages: [
        { name: 'Pop-ups at the desk', problem: popupProblem },
        ...(places === 'yes'
          ? [{ name: 'The call button in the Lead Manager', problem: sentenceOf(guardOf(calling)) }]
          : []),
        {
          name: 'The call log',
          problem: who !== null && may(who, 'call_logs') ? null : 'They lack the permission “View call logs”.',
        },
      ],
    },
  };
}

interface Receiving {
  readonly who: Viewer | null;
  readonly agentNumber: string | null;
  readonly popups: boolean;
}

/** Why no card would be shown to a counsellor; null: it would. */
function whyNoPopup(name: string, { who, agentNumber, popups }: Receiving): string | null {
  if (who === null) return `${name} is not active.`;
  if (agentNumber === null) return `${name} has no agent number at this vendor: enter it in the settings.`;
  if (!may(who, 'receive_popups')) return `${name} lacks the permission “Receive call pop-ups”.`;
  return popups ? null : `${name} has switched pop-ups off, at the top of the desk.`;
}

interface Calling {
  readonly who: Viewer | null | 'anybody';
  readonly settings: TelephonySettings;
  readonly dials: CallingDesk['dials'];
  readonly agentNumber: string | null;
  readonly withinHours: boolean;
}

/** Why a click would place no call, by the vendor or by the counsellor's own phone; null: it would. */
function guardOf({ who, settings, dials, agentNumber, withinHours }: Calling): Guard | null {
  const permitted = who === 'anybody' || (who !== null && may(who, 'make_calls_leads'));
  const by = (via: 'cloud' | 'app') =>
    whyNoCall({
      via,
      permitted,
      overrides: who === 'anybody' || (who !== null && may(who, 'override_call_guards')),
      seesNumbers: who === 'anybody' || (who !== null && may(who, 'full_numbers')),
      account: {
        outboundEnabled: settings.enabled && settings.outbound.enabled,
        cloudCalling: settings.cloudCalling,
        appCalling: settings.appCalling,
        formIds: [],
        dials,
      },
      agentNumber,
      withinHours,
      // Of no student in particular.
      formId: null,
      number: '',
      phoneIsGone: false,
      isOwnNumber: false,
      doNotCall: false,
    });
  const cloud = by('cloud');
  return cloud !== null && by('app') === null ? null : cloud;
}

/** What a guard says to whoever can do something about it, where that is not what it says to the counsellor. */
const FOR_ADMINS: Partial<Record<Guard, string>> = {
  calls_not_permitted: 'They lack the permission “Make calls (Lead Manager)”.',
  outbound_disabled:
    'Calling out is off. That can wait: switch it on in the settings of the vendor before counsellors call students.',
  cloud_calling_disabled: 'Neither cloud calling nor calling by an own phone is on: switch one on in the settings.',
  vendor_not_connected: 'The log-in at the vendor is not set: enter it in the settings of the vendor.',
  no_agent_number: 'The counsellor has no agent number at this vendor: enter it in the settings.',
  outside_calling_hours: 'It is outside the institute’s calling hours.',
};

const sentenceOf = (guard: Guard | null): string | null => guard && (FOR_ADMINS[guard] ?? GUARDS[guard]);
