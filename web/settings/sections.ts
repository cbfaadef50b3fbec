/** The pages of settings as their own navigation shows them, in the order an institute is set up. */
export const SECTIONS = [
  {
    name: 'Begin',
    pages: [
      { to: '/settings', label: 'Setting up' },
      { to: '/settings/health', label: 'Health' },
    ],
  },
  {
    name: 'Telephony',
    pages: [
      { to: '/settings/telephony', label: 'Vendors' },
      { to: '/settings/numbers', label: 'Numbers and campaigns' },
      { to: '/settings/blocked', label: 'Blocked numbers' },
    ],
  },
  {
    name: 'People',
    pages: [
      { to: '/settings/counsellors', label: 'Counsellors' },
      { to: '/settings/teams', label: 'Teams' },
      { to: '/settings/permissions', label: 'Permissions' },
      { to: '/settings/sign-in', label: 'Single sign-on' },
    ],
  },
  {
    name: 'Institute',
    pages: [
      { to: '/settings/institute', label: 'Name and calling hours' },
      { to: '/settings/dispositions', label: 'Dispositions' },
      { to: '/settings/forms', label: 'Forms' },
      { to: '/settings/retention', label: 'Retention' },
    ],
  },
  {
    name: 'Other systems',
    pages: [
      { to: '/settings/api-keys', label: 'API keys' },
      { to: '/settings/webhooks', label: 'Webhooks' },
      { to: '/settings/audit', label: 'Audit' },
    ],
  },
] as const;

/** The page of settings an address belongs to: that of the longest address it begins with. */
export function sectionAt(pathname: string): string {
  const all = SECTIONS.flatMap(({ pages }) => pages.map(({ to }): string => to));
  const fits = all.filter((to) => pathname === to || (to !== '/settings' && pathname.startsWith(`${to}/`)));
  return fits.toSorted((a, b) => b.length - a.length)[0] ?? '/settings';
}
