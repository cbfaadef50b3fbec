/**
 * Every address that is a page, as the router writes it. The API answers these, and no other path, with index.html
 * (api/web-app.ts reads them from the build), so that a page can be opened by its address and reloaded.
 */
export const PAGES = ['/', '/sign-in', '/leads', '/leads/$leadId', '/phone'] as const;
