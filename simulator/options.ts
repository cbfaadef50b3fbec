import { parseArgs } from 'node:util';
import { VENDORS, type Vendor } from './day/planned.ts';
import { readFaults, type FaultRates } from './faults/catalogue.ts';
import { DIALECTS, type DialectChoice } from './speak.ts';

export interface Options {
  readonly help: boolean;
  readonly verify: boolean;
  readonly seed: string;
  readonly calls: number;
  readonly vendors: readonly Vendor[];
  readonly dialect: DialectChoice;
  readonly rates: FaultRates;
  readonly perSecond: number;
  readonly compress: number;
  /** Where the ledger goes; null: nowhere. */
  readonly ledger: string | null;
  /** Null: the simulator starts a product of its own. */
  readonly url: string | null;
}

export const USAGE = `npm run simulate -- [options]

  --day              a whole day: 5,000 calls over five vendors (without it: 200)
  --calls N          so many calls instead
  --seed TEXT        the same seed plays the same day (default 1)
  --vendors LIST     of ${VENDORS.join(',')} (default all)
  --dialect WORD     ${DIALECTS.join(', ')} (default ${DIALECTS[0]})
  --faults LIST      all, none, or names with rates: loss=0.1,repeat,outage=30 (default none)
  --verify           hold calls, pop-ups, leads, missed list and reports against what really happened
  --ledger FILE      write the ledger there, as JSON
  --rate N           calls that begin in a second (default 5)
  --compress N       seconds of a call that pass in one of ours (default 120)
  --url URL          a product that runs; OPERATOR_KEY as it was started with. Without it: one is started, and stopped again
`;

const isVendor = (text: string): text is Vendor => VENDORS.some((vendor) => vendor === text);
const isDialect = (text: string): text is DialectChoice => DIALECTS.some((dialect) => dialect === text);

/** @throws Error that says which option is no good */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      day: { type: 'boolean', default: false },
      calls: { type: 'string' },
      seed: { type: 'string', default: '1' },
      vendors: { type: 'string', default: VENDORS.join(',') },
      dialect: { type: 'string', default: DIALECTS[0] },
      faults: { type: 'string', default: 'none' },
      verify: { type: 'boolean', default: false },
      rate: { type: 'string', default: '5' },
      compress: { type: 'string', default: '120' },
      ledger: { type: 'string' },
      url: { type: 'string' },
    },
  });
  const vendors = values.vendors.split(',').map((word) => {
    if (!isVendor(word)) throw new Error(`There is no vendor "${word}".`);
    return word;
  });
  if (!isDialect(values.dialect)) throw new Error(`There is no dialect "${values.dialect}".`);
  return {
    help: values.help,
    verify: values.verify,
    seed: values.seed,
    calls: positive('calls', values.calls ?? (values.day ? '5000' : '200')),
    vendors,
    dialect: values.dialect,
    rates: readFaults(values.faults),
    perSecond: positive('rate', values.rate),
    compress: positive('compress', values.compress),
    ledger: values.ledger ?? null,
    url: values.url?.replace(/\/+$/, '') ?? null,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new Error(`--${name} needs a number above 0.`);
  return number;
}
