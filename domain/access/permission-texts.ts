import { PERMISSIONS, type Permission } from './permissions.ts';

interface PermissionText {
  readonly title: string;
  /** One sentence for whoever grants it. */
  readonly description: string;
}

/** What an admin reads of each permission, in the words of product 5. */
export const PERMISSION_TEXTS: Readonly<Record<Permission, PermissionText>> = {
  make_calls_leads: {
    title: 'Make calls (Lead Manager)',
    description: 'Click to call from a lead, and call back the number of a call.',
  },
  make_calls_applications: {
    title: 'Make calls (Application Manager)',
    description: 'Click to call from an application, where calling is on for its form.',
  },
  override_call_guards: {
    title: 'Call outside hours or against do-not-call',
    description: 'Call students outside the institute’s calling hours, and leads marked “do not call”.',
  },
  receive_popups: {
    title: 'Receive call pop-ups',
    description: 'Be shown who is calling while the phone rings, and be available for calls.',
  },
  full_numbers: {
    title: 'See full numbers on calls',
    description: 'Without it every number of a student is masked, on calls, leads, lists and in exports.',
  },
  call_logs: {
    title: 'View call logs',
    description: 'See calls and their story: one’s own, the team’s or all.',
  },
  recordings: {
    title: 'Listen to call recordings',
    description: 'Play recordings of calls: one’s own, the team’s or all.',
  },
  call_reports: {
    title: 'View call reports',
    description: 'See what reports count of calls: one’s own, the team’s or all.',
  },
  manage_missed_calls: {
    title: 'Manage missed calls',
    description: 'See everybody’s missed calls and take students off all lists.',
  },
  raw_requests: {
    title: 'See raw call requests and replay them',
    description: 'Read what vendors sent about calls and what they were answered, and take a stored request in again.',
  },
  configure_calling: {
    title: 'Configure calling',
    description: 'Change everything under settings, grants included, and read the audit of changes to calling.',
  },
  open_workflows: {
    title: 'Open call workflows (Temporal UI)',
    description: 'Be given the link from a call to its workflow’s history.',
  },
};

const searchable = (permission: Permission): string => {
  const { title, description } = PERMISSION_TEXTS[permission];
  return `${title} ${description} ${permission} ${permission.replaceAll('_', ' ')}`.toLowerCase();
};

/** The permissions whose title, description or code hold every word of a search, in the usual order; an empty one finds all. */
export const findPermissions = (search: string): readonly Permission[] => {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return PERMISSIONS.filter((permission) => words.every((word) => searchable(permission).includes(word)));
};
