declare const brand: unique symbol;

/** A UUIDv7 string that belongs to one kind of thing; nothing converts one kind into another. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

/** An institute's id is a small integer: vendors put it in URLs. */
export type InstituteId = number;
export type CallId = Id<'call'>;
export type LeadId = Id<'lead'>;
export type CounsellorId = Id<'counsellor'>;
export type PopupId = Id<'popup'>;
export type RequestId = Id<'request'>;
export type NoteId = Id<'note'>;

/** Milliseconds since 1970-01-01T00:00Z. All times inside Callthread are of this kind. */
export type EpochMs = number;
