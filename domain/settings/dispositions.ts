import { z } from 'zod';

const disposition = z.strictObject({
  /** What calls keep; it stays when the words for it change. */
  code: z.string().regex(/^[a-z0-9][a-z0-9_]{0,39}$/, 'small letters, digits and _, at most 40'),
  /** What counsellors read. */
  label: z.string().trim().min(1).max(80),
});
export type Disposition = z.infer<typeof disposition>;

/** How calls of an institute can have gone, in the order counsellors choose from. */
export const dispositionSettings = z.strictObject({
  dispositions: z
    .array(disposition)
    .min(1)
    .max(100)
    .superRefine((list, context) => {
      const codes = list.map(({ code }) => code);
      for (const [index, code] of codes.entries()) {
        if (codes.indexOf(code) < index)
          context.addIssue({ code: 'custom', path: [index, 'code'], message: 'named twice' });
      }
    }),
});
export type DispositionSettings = z.infer<typeof dispositionSettings>;

/** What an institute has until it chooses its own. */
export const USUAL_DISPOSITIONS: readonly Disposition[] = [
  { code: 'interested', label: 'Interested' },
  { code: 'call_back_later', label: 'Call back later' },
  { code: 'visit_planned', label: 'Visit planned' },
  { code: 'application_started', label: 'Application started' },
  { code: 'information_given', label: 'Information given' },
  { code: 'not_interested', label: 'Not interested' },
  { code: 'joined_elsewhere', label: 'Joined elsewhere' },
  { code: 'wrong_number', label: 'Wrong number' },
  { code: 'line_dropped', label: 'Line dropped' },
];
