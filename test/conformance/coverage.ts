import type { VendorAdapter, VendorClient } from '../../vendors/adapter.ts';
import { createVendorTools } from '../../vendors/tools.ts';
import type { Conformance } from './conformance.ts';

/** What a vendor can tell or be asked, as it stands in docs/VENDORS.md: events by what the kit delivers, the rest by what the client has. */
const EVENTS = [
  ['whom to ring', 'question'],
  ['received', 'noticed'],
  ['ring', 'offered'],
  ['ring over', 'offer_ended'],
  ['student rung', 'student_rung'],
  ['answer', 'answered'],
  ['end', 'ended'],
] as const;

const ABILITIES: readonly (readonly [string, keyof VendorClient])[] = [
  ['dial', 'dial'],
  ['hang up', 'hangUp'],
  ['find a call', 'findCall'],
  ['list calls', 'listCalls'],
  ['fresh recording link', 'recordingLink'],
  ['availability', 'setTakingCalls'],
  ['test credentials', 'test'],
];

const tellsBy = ({ deliveries }: Conformance, event: string): string => {
  const ways = deliveries.filter(({ comesTo }) =>
    typeof comesTo === 'string' ? comesTo === event : comesTo.some(({ kind }) => kind === event),
  );
  return [...new Set(ways.map(({ to }) => to))].join(', ');
};

function columnOf(adapter: VendorAdapter, conformance: Conformance): readonly string[] {
  const tools = createVendorTools([]);
  const vendorSettings = adapter.settingsSchema.parse(conformance.account.vendorSettings);
  const { authenticationKey } = conformance.account;
  const client = adapter.client({ instituteId: 1, country: 'IN', authenticationKey, vendorSettings }, tools);
  tools.http.close();
  const credentials = ['authenticationKey', ...adapter.secretFields.map((field) => `vendorSettings.${field}`)];
  // A client always has this one; whether there is anybody to ask is the adapter's to say.
  const can = (name: keyof VendorClient): boolean =>
    name === 'findCall' ? adapter.canPull(credentials) : client?.[name] !== undefined;
  return [
    ...EVENTS.map(([, kind]) => tellsBy(conformance, kind)),
    ...ABILITIES.map(([, name]) => (can(name) ? 'yes' : '')),
  ];
}

/** The table of docs/VENDORS.md: rows by event and ability, columns by vendor. An empty cell: the vendor has none that we know of. */
export function coverage(covered: readonly (readonly [string, VendorAdapter, Conformance])[]): string {
  const columns = covered.map(([, adapter, conformance]) => columnOf(adapter, conformance));
  const names = [...EVENTS, ...ABILITIES].map(([name]) => name);
  const rows = names.map((name, index) => [name, ...columns.map((column) => column[index] ?? '')]);
  const head = ['', ...covered.map(([slug]) => `\`${slug}\``)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
