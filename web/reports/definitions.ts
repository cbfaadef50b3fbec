/**
 * What counts as what, in the words of docs/DEFINITIONS.md: a test holds each sentence against that page. They begin in
 * lower case there, in the middle of a table.
 */
export const DEFINITIONS = {
  inbound: ['a student dialled'],
  outbound: ['a counsellor dialled'],
  campaignCalls: ["the vendor's dialler did"],
  success: ['the counsellor talked on the call; after a transfer, each who talked'],
  missed: [
    'was rung once or more and never talked, whether or not a colleague answered; of a call they clicked, when the vendor took it and the student never talked',
    'not for answered elsewhere, not for unknown, not for an owner who was not rung',
  ],
  totalCallDuration: ["seconds of the counsellor's own legs"],
  averageCallDuration: [
    'total over successes with a duration; the others are left out, and it is empty where there are only those',
  ],
  offers: ['every ringing, and those that came to talk'],
  meanRingSeconds: [
    'how long their phone rang, by our clock, of rings whose length is known',
    'it is not where the vendor does not tell when somebody picked up (a classic vendor: of every ring that was answered), where a ring ran out or was told of only afterwards, or where nobody ever said how the call ended',
  ],
  leadsEngaged: ['different leads they talked with in these days; a merged lead is its primary'],
  unattributed: ['calls with nobody: nobody rung, or answered by nobody we know'],
  total: [
    'the sum of all rows',
    'a call that rang two counsellors is in two rows, a lead that two engaged counts for both',
  ],
  distinctCalls: ['every settled call of the report once, unknown ones too; without clicks that the vendor never took'],
  anybody: ['answered when anybody talked', 'for some counsellors: answered when one of them talked'],
  nobody: ['missed when nobody did'],
  unknown: ['nobody ever told us: no call back, and no record at the vendor, or none that can be asked for'],
  campaignsCalls: ['calls on the DID, for the campaign the DID gave them'],
  campaignsTalk: ["talk is the whole call's"],
  uniqueCallers: [
    'different numbers among them, withheld ones left out',
    'they cannot be added up: one caller may have dialled two DIDs',
  ],
  newLeads: [
    'leads that a call made in these days, for their first campaign and the DID by which they came, whatever becomes of either; merged ones are no leads of their own',
  ],
  applications: ["begun in these days, for their lead's first campaign and DID"],
  lostCallBacks: ['the vendor sent no call back'],
  lostPopups: ['a report names a counsellor for whom no pop-up request came'],
  late: ['a ring whose own stamp was older than the ring time, or a correction after the time for amendments'],
  outOfOrder: ['a ring told of after the report about it'],
  repeated: ['requests that said nothing new, by arrival; as far back as raw requests are kept'],
  repaired: ["settled from the vendor's record"],
  clickErrors: [
    'clicks that were not placed, or not for certain, by reason; not those the counsellor ended, or that found no phone page',
  ],
  available: ['taking calls and allowed pop-ups'],
  waiting: ['incoming and campaign calls that nobody has answered, of the last two hours'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Defined = keyof typeof DEFINITIONS;

/** The sentences of some definitions, one after the other. */
export const meaningOf = (...defined: readonly Defined[]): string =>
  defined
    .flatMap((name) => DEFINITIONS[name])
    .map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`)
    .join(' ')
    .replaceAll("'", '’');
