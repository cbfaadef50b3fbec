import type { NumbersSettings } from './contract.ts';

export type Did = NumbersSettings['dids'][number];

/** The list with one entry changed, or added where `before` is null. */
export function withDid(dids: readonly Did[], before: string | null, did: Did): readonly Did[] {
  if (before === null) return [...dids, did];
  return dids.map((one) => (one.number === before ? did : one));
}

/** Where the API would find this entry in the list: what is wrong with it comes by that path. */
export const placeOf = (dids: readonly Did[], number: string): string =>
  `dids.${dids.findIndex((one) => one.number === number)}.`;

/** Those whose number or words hold what was typed. */
export const findDids = (dids: readonly Did[], search: string): readonly Did[] => {
  const typed = search.trim().toLowerCase();
  return dids.filter(({ number, label, campaign, source, medium }) =>
    [number, number.replaceAll(/\D/g, ''), label, campaign, source, medium].some(
      (text) => text?.toLowerCase().includes(typed) ?? false,
    ),
  );
};
