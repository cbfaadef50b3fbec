import { z } from 'zod';
import type { CallId, CounsellorId, EpochMs, LeadId, NoteId, PopupId } from '../domain/ids.ts';

/** Columns as rows give them. They check, they never change a value: a row is the same whether or not the pool parses it. */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isUuid = (value: unknown): boolean => typeof value === 'string' && uuid.test(value);

export const callId = z.custom<CallId>(isUuid, 'not an id');
export const leadId = z.custom<LeadId>(isUuid, 'not an id');
export const counsellorId = z.custom<CounsellorId>(isUuid, 'not an id');
export const popupId = z.custom<PopupId>(isUuid, 'not an id');
export const noteId = z.custom<NoteId>(isUuid, 'not an id');

/** A timestamptz; the pool's type parser gives milliseconds. */
export const epochMs: z.ZodType<EpochMs> = z.number();

/** A bytea, such as the hash of a secret. */
export const bytes = z.instanceof(Buffer);

/** Statements that give no rows back. */
export const noRows = z.object({});
