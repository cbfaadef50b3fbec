import type { ClassicEndpoint } from './classic/heard.ts';

/** Where in a vendor's portal one endpoint is set up, and what fills its fields. */
export interface PortalHook {
  readonly where: string;
  /** By our field: the vendor's variable. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What a vendor's own portal needs to be told beside the fields of the classic dialect. */
export interface Portal {
  readonly hooks: Readonly<Partial<Record<ClassicEndpoint, PortalHook>>>;
  /** Whole sentences. */
  readonly notes: readonly string[];
}
