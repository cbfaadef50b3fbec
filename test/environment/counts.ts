import { z } from 'zod';

/** What jest's reporter tells the run that started jest (run.ts), over their IPC channel. */
export const countsMessage = z.object({ passed: z.int().min(0), failed: z.int().min(0) });

/** How many tests passed and failed. */
export type Counts = z.infer<typeof countsMessage>;
