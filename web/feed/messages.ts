import type { DeskState } from './desk-state.ts';

/** What changed through a tab of this browser, for the others to look again: no feed tells of it. */
export type Told = 'me' | 'leads' | 'applications' | 'signed_out';

/** From a tab to the hub. */
export type FromTab =
  | {
      readonly type: 'hello';
      readonly visible: boolean;
      readonly canSound: boolean;
      /** Held by the tab as long as it lives. */ readonly lock: string | null;
    }
  | { readonly type: 'standing'; readonly visible: boolean; readonly canSound: boolean }
  | { readonly type: 'mute'; readonly popupId: string; readonly muted: boolean }
  | { readonly type: 'put_away'; readonly callId: string }
  | { readonly type: 'tell'; readonly what: Told }
  | { readonly type: 'nudge' }
  | { readonly type: 'bye' };

/** How the browser's tabs stand to each other. */
export interface Browser {
  /** This tab sounds and notifies for all of them. */
  readonly alerts: boolean;
  /** A tab is in sight: no desktop notification is needed. */
  readonly inSight: boolean;
  /** At least one tab may sound. */
  readonly canSound: boolean;
}

/** From the hub to a tab. */
export type ToTab =
  | { readonly type: 'desk'; readonly desk: DeskState; readonly browser: Browser }
  | { readonly type: 'told'; readonly what: Told };
