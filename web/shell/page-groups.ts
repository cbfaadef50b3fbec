import {
  IconActivity,
  IconBuildingBroadcastTower,
  IconChartBar,
  IconDeviceMobile,
  IconFileText,
  IconHeadset,
  IconLayoutDashboard,
  IconListSearch,
  IconRocket,
  IconSend,
  IconSettings,
  IconSpeakerphone,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { Permission } from '../../domain/access/permissions.ts';
import type { Me } from '../api/contract.ts';
import type { PAGES } from '../pages.ts';

/** Who looks, as far as it decides which pages there are for them. */
export interface Onlooker {
  readonly me: Me;
  /** Whether they hold it, however far it reaches. */
  readonly may: (permission: Permission) => boolean;
}

/** Addresses of pages, of those that name no one thing. */
type PagePath = Exclude<(typeof PAGES)[number], `${string}$${string}`>;

export interface PageEntry {
  readonly to: PagePath;
  readonly label: string;
  readonly icon: typeof IconHeadset;
  /** For whom the page, and every address below it, is there. The API refuses the others; here it is not shown to them. */
  readonly seenBy: (onlooker: Onlooker) => boolean;
}

interface PageGroup {
  readonly name: string;
  readonly pages: readonly PageEntry[];
}

const everybody = (): boolean => true;
const seesReports = ({ may }: Onlooker): boolean => may('call_reports');

/** The pages as the navigation shows them. A group without a page for whoever looks is not shown. */
export const PAGE_GROUPS: readonly PageGroup[] = [
  {
    name: 'Work',
    pages: [
      { to: '/', label: 'Desk', icon: IconHeadset, seenBy: everybody },
      { to: '/leads', label: 'Leads', icon: IconUsers, seenBy: everybody },
      { to: '/applications', label: 'Applications', icon: IconFileText, seenBy: everybody },
      { to: '/team', label: 'Your team', icon: IconUsersGroup, seenBy: ({ me }) => me.leadsTeam },
      {
        to: '/phone',
        label: 'Phone',
        icon: IconDeviceMobile,
        seenBy: ({ may }) => may('make_calls_leads') || may('make_calls_applications'),
      },
    ],
  },
  {
    name: 'Reports',
    pages: [
      { to: '/board', label: 'Live board', icon: IconLayoutDashboard, seenBy: seesReports },
      { to: '/reports', label: 'Productivity', icon: IconChartBar, seenBy: seesReports },
      { to: '/reports/campaigns', label: 'Campaigns', icon: IconSpeakerphone, seenBy: seesReports },
      { to: '/reports/vendors', label: 'Vendors', icon: IconBuildingBroadcastTower, seenBy: seesReports },
    ],
  },
  {
    name: 'Operations',
    pages: [
      {
        to: '/operations',
        label: 'Overview',
        icon: IconActivity,
        seenBy: ({ may }) => may('raw_requests') || may('configure_calling'),
      },
      {
        to: '/operations/logs',
        label: 'Telephony logs',
        icon: IconListSearch,
        seenBy: ({ may }) => may('raw_requests'),
      },
      {
        to: '/operations/deliveries',
        label: 'Events sent',
        icon: IconSend,
        seenBy: ({ may }) => may('configure_calling'),
      },
    ],
  },
  {
    name: 'Set up',
    pages: [
      { to: '/settings', label: 'Settings', icon: IconSettings, seenBy: ({ may }) => may('configure_calling') },
      { to: '/go-live', label: 'Go-live check', icon: IconRocket, seenBy: ({ may }) => may('configure_calling') },
    ],
  },
];

/** Pages that are about one thing and stand in no navigation, where others may see them than the page above them. */
const PAGES_BELOW: readonly (Pick<PageEntry, 'seenBy'> & { readonly to: string })[] = [
  // Why a call went as it did: for whoever sees the call.
  { to: '/operations/calls', seenBy: ({ may }) => may('call_logs') },
];

export const ALL_PAGES: readonly PageEntry[] = PAGE_GROUPS.flatMap(({ pages }) => pages);

/** Whose which address is. */
export const GATES = [...ALL_PAGES, ...PAGES_BELOW];
