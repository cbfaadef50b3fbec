import { z } from 'zod';

/** The address of a vendor's API. */
export const apiUrl = (host: string) =>
  z
    .url({ protocol: /^https?$/, error: 'an http or https address' })
    .max(300)
    .default(host);

/** A credential or number as the vendor gave it. Null where nothing is set. */
export const text = () => z.string().trim().max(4000).nullable().default(null);
