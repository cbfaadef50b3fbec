/**
 * The page that an address is part of: "/leads/17" of "/leads", and "/reports/vendors" of itself rather than of "/reports"
 * where it has an entry of its own. The first page of all, "/", is nothing but itself.
 */
export function pageAt<P extends { readonly to: string }>(pages: readonly P[], pathname: string): P | undefined {
  return pages
    .filter(({ to }) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)))
    .toSorted((a, b) => b.to.length - a.to.length)[0];
}
