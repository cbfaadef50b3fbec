import type { z } from 'zod';
import type { vendorSchema } from '../../api/presenters/vendor.ts';
import type { deliverySchema, webhookSchema } from '../../api/presenters/webhook.ts';
import type { callNoteSchema } from '../../api/routes/call-notes.ts';
import type { explanationSchema } from '../../api/routes/calls.ts';
import type { operationsSchema } from '../../api/routes/operations.ts';
import type { healthSchema } from '../../api/routes/settings-health.ts';
import type { logEntrySchema, logItemSchema, replayedSchema } from '../../api/routes/telephony-logs.ts';

/** What the API answers of operations, by its own schemas, as web/api/contract.ts has the rest. */
export type Operations = z.infer<typeof operationsSchema>;
export type LogItem = z.infer<typeof logItemSchema>;
export type LogEntry = z.infer<typeof logEntrySchema>;
export type Replayed = z.infer<typeof replayedSchema>;
export type Explanation = z.infer<typeof explanationSchema>;
export type CallNote = z.infer<typeof callNoteSchema>;
export type Health = z.infer<typeof healthSchema>;
export type Vendor = z.infer<typeof vendorSchema>;
export type Webhook = z.infer<typeof webhookSchema>;
export type Delivery = z.infer<typeof deliverySchema>;
