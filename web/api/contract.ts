import type { z } from 'zod';
import type { snapshotSchema } from '../../api/feed/snapshot.ts';
import type { applicationSchema } from '../../api/presenters/application.ts';
import type { Call } from '../../api/presenters/call.ts';
import type { ShownLead } from '../../api/presenters/lead.ts';
import type { missedSchema } from '../../api/presenters/missed.ts';
import type { ownSessionSchema } from '../../api/presenters/own-session.ts';
import type { Popup } from '../../api/presenters/popup.ts';
import type { sessionSchema } from '../../api/presenters/session.ts';
import type { TimelineItem as ShownTimelineItem } from '../../api/presenters/timeline.ts';
import type { applicationValuesSchema } from '../../api/routes/application-values.ts';
import type { candidateSchema } from '../../api/routes/call-candidates.ts';
import type { callingSchema } from '../../api/routes/calling.ts';
import type { colleagueSchema } from '../../api/routes/colleagues.ts';
import type { leadValuesSchema } from '../../api/routes/lead-values.ts';
import type { meSchema } from '../../api/routes/me.ts';
import type { memberSchema } from '../../api/routes/team.ts';
import type { DispositionSettings } from '../../domain/settings/dispositions.ts';

/**
 * What the API answers, by the very schemas it is held against on its own side (and that `/openapi.json` is made of). Types
 * alone come from there: nothing of the server gets into the pages.
 */
export type { Call, Popup };
export type Lead = ShownLead;
export type TimelineItem = ShownTimelineItem;
export type Session = z.infer<typeof sessionSchema>;
export type Me = z.infer<typeof meSchema>;
export type MissedCall = z.infer<typeof missedSchema>;
export type Candidate = z.infer<typeof candidateSchema>;
export type LeadValues = z.infer<typeof leadValuesSchema>;
export type Calling = z.infer<typeof callingSchema>;
export type Colleague = z.infer<typeof colleagueSchema>;
export type Application = z.infer<typeof applicationSchema>;
export type ApplicationValues = z.infer<typeof applicationValuesSchema>;
export type OwnSession = z.infer<typeof ownSessionSchema>;
export type TeamMember = z.infer<typeof memberSchema>;
export type Snapshot = z.infer<typeof snapshotSchema>;
export type Dispositions = DispositionSettings;

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
