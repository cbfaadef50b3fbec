import { z } from 'zod';

/** What an admin reads at a field: its name, as the vendor's portal has it, and what goes into it. */
export interface FieldText {
  readonly title: string;
  readonly description?: string;
}

const API_ADDRESS: FieldText = {
  title: 'API address',
  description: 'Leave it as it is unless the vendor named another one.',
};

/** The address of a vendor's API. */
export const apiUrl = (host: string, { title, description }: FieldText = API_ADDRESS) =>
  z
    .url({ protocol: /^https?$/, error: 'an http or https address' })
    .max(300)
    .default(host)
    .meta({ title, ...(description !== undefined && { description }) });

/** A credential or number as the vendor gave it. Null where nothing is set. */
export const text = ({ title, description }: FieldText) =>
  z
    .string()
    .trim()
    .max(4000)
    .nullable()
    .default(null)
    .meta({ title, ...(description !== undefined && { description }) });

/** What the student sees of a call that is dialled, where the counsellor has none of their own. */
export const CALLER_ID: FieldText = {
  title: 'Caller ID',
  description: 'The number students see on calls dialled from here, unless the counsellor has one of their own.',
};
