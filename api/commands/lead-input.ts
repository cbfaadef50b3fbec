import { z } from 'zod';
import { counsellorsAmong } from '../../db/lead-edits.ts';
import type { Db } from '../../db/pool.ts';
import type { Viewer } from '../../domain/access/viewer.ts';
import type { CounsellorId } from '../../domain/ids.ts';
import { readPhones, type LeadPhone, type SentPhone, type WantedPhone } from '../../domain/leads/phones.ts';
import { phoneKey } from '../../domain/numbers/phone.ts';
import { bodyCallId, bodyId, typedText } from '../field-schemas.ts';
import { maskNumber } from '../../domain/access/masking.ts';
import { invalidRequest } from '../problem.ts';

/** Phones, and owners, of one lead. */
export const MOST_PHONES = 20;
const email = z.union([z.literal('').transform(() => null), typedText(254).pipe(z.email())]).nullable();
const kind = z.enum(['primary', 'alternate']);
const owners = z.array(bodyId).max(MOST_PHONES);
const number = typedText(60);

export const newLeadBody = z
  .strictObject({
    name: typedText(200).min(1),
    email: email.optional(),
    phones: z
      .array(z.strictObject({ number, kind: kind.optional() }))
      .min(1)
      .max(MOST_PHONES)
      .optional(),
    owners: owners.optional(),
    stage: typedText(60).min(1).optional(),
    callId: bodyCallId.optional().meta({
      description: 'The call the lead is made for: it is linked with the lead, and its number stands in for `phones`.',
    }),
  })
  .refine(({ phones, callId }) => phones !== undefined || callId !== undefined, {
    path: ['phones'],
    message: 'at least one, or a `callId`',
  });
export type NewLead = z.infer<typeof newLeadBody>;

export const leadEditBody = z.strictObject({
  name: typedText(200).optional(),
  email: email.optional(),
  stage: typedText(60).min(1).optional(),
  phones: z
    .array(z.strictObject({ id: bodyId.optional(), number, kind: kind.optional(), verified: z.boolean().optional() }))
    .max(MOST_PHONES)
    .optional()
    .meta({
      description:
        'Replaces the list. A number it had keeps its id; a masked number stands for the phone it was shown for.',
    }),
  owners: owners.optional(),
  junk: z.boolean().optional(),
  doNotCall: z.boolean().optional(),
  version: z.int().optional().meta({ description: 'The version that was edited; another one by now is a 409.' }),
  callId: bodyCallId.optional().meta({ description: 'The call during or after which the lead is saved.' }),
});
export type LeadEditBody = z.infer<typeof leadEditBody>;

/** The phones to write. Throws the 400 that says which one can't be read. */
export const phonesOf = (
  sent: readonly SentPhone[],
  has: readonly LeadPhone[],
  viewer: Viewer,
): readonly WantedPhone[] => {
  const read = readPhones(sent, has, { keyOf: (typed) => phoneKey(typed, viewer.country), masked: maskNumber });
  if (read.errors !== null) throw invalidRequest(read.errors);
  return read.phones;
};

/** The owners to write, all users of the institute and none twice. Throws the 400 that says which one is not. */
export const ownersAmong = async (
  db: Db,
  ids: readonly string[],
  { instituteId }: Viewer,
): Promise<readonly CounsellorId[]> => {
  const users = new Map((await counsellorsAmong(db, { instituteId, ids })).map((id) => [id as string, id]));
  const found = ids.map((id) => users.get(id));
  const errors = ids.flatMap((id, index) => {
    if (!users.has(id)) return [{ path: `owners.${index}`, problem: 'no user of this institute' }];
    return ids.indexOf(id) < index ? [{ path: `owners.${index}`, problem: 'named twice' }] : [];
  });
  if (errors.length > 0) throw invalidRequest(errors);
  return found.filter((id) => id !== undefined);
};
