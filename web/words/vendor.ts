const NAMES: Readonly<Record<string, string>> = {
  tatatel: 'TataTele (Smartflo)',
  myoperator: 'MyOperator',
  mcubes: 'MCube',
  exotel: 'Exotel',
  knowlarity: 'Knowlarity',
};

/** Vendors by slug, for choices. */
export const VENDORS: readonly { readonly value: string; readonly label: string }[] = Object.entries(NAMES).map(
  ([value, label]) => ({ value, label }),
);

/** The name of a vendor; one of a newer API by its slug. */
export const vendorName = (slug: string): string => NAMES[slug] ?? slug;
