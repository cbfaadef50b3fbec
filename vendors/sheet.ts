import { classicGuide, type FieldUse } from './classic/field-guide.ts';
import type { NativeEndpoint } from './native.ts';
import type { Portal } from './portal.ts';

export interface SheetQuestion {
  readonly vendor: {
    readonly slug: string;
    readonly name: string;
    readonly portal?: Portal;
    readonly endpoints: readonly NativeEndpoint[];
  };
  readonly institute: { readonly id: number; readonly name: string; readonly timeZone: string };
  /** Scheme, host and port, or more, without a slash at the end. */
  readonly baseUrl: string;
  /** In the clear only where they were made this moment; null: a placeholder stands for them. */
  readonly token: string | null;
  readonly secretKey: string | null;
}

export interface SheetField {
  readonly name: string;
  readonly use: FieldUse;
  readonly holds: string;
  /** The vendor's own variable, where we know it. */
  readonly variable: string | null;
}

export interface SheetEndpoint {
  readonly endpoint: string;
  readonly purpose: string;
  readonly methods: readonly string[];
  /** The token in it is the only credential. */
  readonly urlWithToken: string;
  /** Needs the field `secret_key` or the header `X-Secret-Key` as well; null where only a token does. */
  readonly urlWithSecretKey: string | null;
  /** Where it is set in the vendor's portal, where we know it. */
  readonly where: string | null;
  readonly fields: readonly SheetField[];
  readonly answer: string;
}

/** Something to set up in the vendor's portal. */
export interface SheetHook {
  readonly where: string;
  readonly url: string;
  /** Keys to type with the vendor's variable behind each; empty: the vendor's own set. */
  readonly parameters: readonly { readonly key: string; readonly variable: string }[];
}

/** An endpoint that takes the vendor's own requests as they are. */
export interface SheetNative {
  readonly endpoint: string;
  readonly purpose: string;
  readonly methods: readonly string[];
  /** The token in it is the only credential. */
  readonly url: string;
  readonly hooks: readonly SheetHook[];
}

/** What to send to a vendor so that its side can be set up. */
export interface Sheet {
  readonly vendor: { readonly slug: string; readonly name: string };
  readonly institute: { readonly id: number; readonly name: string; readonly timeZone: string };
  readonly secretKey: { readonly field: string; readonly header: string; readonly value: string };
  /** The vendor's own dialect, where we speak it; the classic one is for whoever has to build the requests. */
  readonly native: readonly SheetNative[];
  readonly endpoints: readonly SheetEndpoint[];
  readonly notes: readonly string[];
}

const TOKEN = '<token>';
const SECRET_KEY = '<secret key>';

const NOTES = [
  'Use the URLs with the token where you can: it is this vendor’s own, and changing it concerns nobody else. With the other URLs every request carries secret_key.',
  'POST with JSON, a form or multipart, or GET with a query: the fields are the same. Values are read whatever their spelling; null, "" and unfilled variables count as absent.',
  'An answer with HTTP 200 and a status means the request was taken; 429 and 503 mean: send it again after Retry-After.',
];

/** The sheet of one vendor at one institute. Nothing in it is a secret unless one was given. */
export const vendorSheet = ({ vendor, institute, baseUrl, token, secretKey }: SheetQuestion): Sheet => ({
  vendor: { slug: vendor.slug, name: vendor.name },
  institute,
  secretKey: { field: 'secret_key', header: 'X-Secret-Key', value: secretKey ?? SECRET_KEY },
  native: vendor.endpoints.map(({ name, summary, methods, hooks = [] }) => {
    const url = `${baseUrl}/vendors/${vendor.slug}/${token ?? TOKEN}/${name}`;
    return {
      endpoint: name,
      purpose: summary,
      methods,
      url,
      hooks: hooks.map(({ where, query = '', parameters = {} }) => ({
        where,
        url: url + query,
        parameters: Object.entries(parameters).map(([key, variable]) => ({ key, variable })),
      })),
    };
  }),
  endpoints: classicGuide(institute.timeZone).map(({ endpoint, purpose, fields, answer }) => {
    const hook = vendor.portal?.hooks[endpoint] ?? null;
    return {
      endpoint,
      purpose,
      methods: ['POST', 'GET'],
      urlWithToken: `${baseUrl}/webhooks/v1/${token ?? TOKEN}/${endpoint}`,
      urlWithSecretKey: endpoint === 'getOpportunity' ? null : `${baseUrl}/${endpoint}/${institute.id}/${vendor.slug}`,
      where: hook?.where ?? null,
      fields: fields.map((field) => ({ ...field, variable: hook?.variables[field.name] ?? null })),
      answer,
    };
  }),
  notes: [...NOTES, ...(vendor.portal?.notes ?? [])],
});
