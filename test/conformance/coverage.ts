import type { VendorAdapter, VendorClient } from '../../vendors/adapter.ts';
import type { VendorSlug } from '../../vendors/registry.ts';
import { createVendorTools } from '../../vendors/tools.ts';
import type { Conformance } from './conformance.ts';
import { readSimulated, simulatedCalls } from './simulated.ts';

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

/** Ways by which the exchange tells of something as well are starred. */
const tellsBy = ({ deliveries }: Conformance, event: string, simulated: ReadonlySet<string>): string => {
  const ways = deliveries.filter(({ comesTo }) =>
    typeof comesTo === 'string' ? comesTo === event : comesTo.some(({ kind }) => kind === event),
  );
  return [...new Set(ways.map(({ to }) => to))]
    .map((way) => (simulated.has(`${way} ${event}`) ? `${way} \\*` : way))
    .join(', ');
};

/** What the exchange tells of, by way and event. */
function simulatedWays(slug: VendorSlug, adapter: VendorAdapter): ReadonlySet<string> {
  const ways = new Set<string>();
  for (const { question, messages } of simulatedCalls(slug)) {
    if (question !== null) ways.add(`${question.endpoint} question`);
    for (const message of messages) {
      const heard = readSimulated(adapter, message);
      if (heard?.kind === 'event') for (const { kind } of heard.happenings) ways.add(`${message.endpoint} ${kind}`);
    }
  }
  return ways;
}

function columnOf(slug: VendorSlug, adapter: VendorAdapter, conformance: Conformance): readonly string[] {
  const simulated = simulatedWays(slug, adapter);
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
    ...EVENTS.map(([, kind]) => tellsBy(conformance, kind, simulated)),
    ...ABILITIES.map(([, name]) => (can(name) ? 'yes' : '')),
  ];
}

/** The table of docs/VENDORS.md: rows by event and ability, columns by vendor. An empty cell: the vendor has none that we know of. */
export function coverage(covered: readonly (readonly [VendorSlug, VendorAdapter, Conformance])[]): string {
  const columns = covered.map(([slug, adapter, conformance]) => columnOf(slug, adapter, conformance));
  const names = [...EVENTS, ...ABILITIES].map(([name]) => name);
  const rows = names.map((name, index) => [name, ...columns.map((column) => column[index] ?? '')]);
  const head = ['', ...covered.map(([slug]) => `\`${slug}\``)];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
