/** How far a grant reaches, as it is chosen. */
export const SCOPES: Readonly<Record<string, string>> = {
  yes: 'Granted',
  own: 'Their own',
  team: 'Their team’s',
  all: 'Everybody’s',
  no: 'Denied',
};

export const scopeWord = (scope: string): string => SCOPES[scope] ?? scope;

/** What counsellors are usually granted: to take calls and place them, and to see what they did. */
export const USUAL_SET: Readonly<Record<string, string>> = {
  make_calls_leads: 'yes',
  make_calls_applications: 'yes',
  receive_popups: 'yes',
  full_numbers: 'yes',
  call_logs: 'all',
  recordings: 'all',
  call_reports: 'own',
  manage_missed_calls: 'yes',
};

interface Described {
  readonly permission: string;
  readonly title: string;
  readonly description: string;
}

/** Those whose title, description or code hold every word of a search, as the API finds them. */
export function findPermissions<P extends Described>(items: readonly P[], search: string): readonly P[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return items.filter(({ permission, title, description }) => {
    const text = `${title} ${description} ${permission} ${permission.replaceAll('_', ' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
