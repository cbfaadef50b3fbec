import fc from 'fast-check';

/** As much of a JSON schema as our OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema?: Schema;
}

interface Operation {
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One call of the API, as the document describes it. */
export interface DescribedCall {
  /** "GET /v1/leads/{id}" */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly description: string | undefined;
  /** By which credential, in OpenAPI's words; none: public. */
  readonly security: readonly unknown[] | undefined;
  readonly query: readonly Parameter[];
  /** Null: takes none. */
  readonly body: Schema | null;
}

/** Every call the document describes, in its order. */
export const callsOf = ({ paths }: OpenApi): readonly DescribedCall[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      description: operation.description,
      security: operation.security,
      query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query'),
      body: operation.requestBody?.content['application/json']?.schema ?? null,
    })),
  );

const resolved = (schema: Schema, document: OpenApi): Schema => {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolved(document.components.schemas[name] ?? {}, document);
};

const TEXTS: Readonly<Record<string, string>> = {
  uuid: '0199a000-0000-7000-8000-000000000001',
  email: 'somebody@sample.test',
  uri: 'https://sample.test/',
  date: '2026-03-01',
  'date-time': '2026-03-01T10:00:00.000Z',
};

/** The smallest value a schema describes: what a body that is not refused for its shape may be. */
export const smallest = (given: Schema, document: OpenApi): unknown => {
  const schema = resolved(given, document);
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (choice !== undefined) return smallest(choice, document);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return TEXTS[schema.format ?? ''] ?? 'sample text'.slice(0, schema.maxLength ?? 20);
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => smallest(schema.items ?? {}, document));
    case 'null':
      return null;
    default:
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, smallest(schema.properties?.[name] ?? {}, document)]),
      );
  }
};

/** What breaks programs: wrong kinds, bounds, what Postgres can not hold, names that objects have anyway. */
const nasty: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  '',
  ' ',
  '\0',
  'a\u0000b',
  '\uD800',
  '🦉'.repeat(100),
  'x'.repeat(5000),
  "'; drop table lead; --",
  '%',
  '_',
  '\\',
  '0000-01-01',
  '9999-12-31',
  '275760-09-14T00:00:00Z',
  'NaN',
  '__proto__',
  '../../etc/passwd',
  '{{7*7}}',
  '=1+1',
  '+91 98123 45670',
  [],
  [[]],
  {},
  { length: -1 },
  { constructor: {} },
  [null],
  'https://[::1]/',
  '0199a000-0000-7000-8000-000000000000',
);

/** What a field of this name usually holds, so that a value comes past the first check. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  number: ['9812345670', '+91 80 4710 0199', '101'],
  applicant_no: ['9812345670', 'anonymous'],
  agent_no: ['9990947416', '9000000099'],
  did_no: ['8047100100'],
  status: ['answered', 'missed', 'busy'],
  vendor: ['tatatel', 'exotel'],
  defaultVendor: ['tatatel'],
  telephonyPartner: ['exotel'],
  country: ['IN', 'US', 'SG'],
  timeZone: ['Asia/Kolkata', 'America/New_York'],
  password: ['correct horse battery'],
  stage: ['New', 'Admitted'],
};

/** Ids that exist, for whatever is an id. */
export interface SampleContext {
  readonly document: OpenApi;
  readonly ids: readonly string[];
}

const texts = (
  { format, pattern, minLength = 0, maxLength = 200 }: Schema,
  name: string,
  { ids }: SampleContext,
): fc.Arbitrary<unknown> => {
  const usual = USUAL[name];
  if (usual !== undefined) return fc.constantFrom(...usual);
  if (format === 'uuid') return fc.constantFrom(...ids, TEXTS['uuid']);
  if (format === 'email') return fc.nat(1e9).map((nth) => `user${nth}@sample.test`);
  if (format !== undefined && TEXTS[format] !== undefined) return fc.constant(TEXTS[format]);
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'xsmall' });
  const length = { minLength, maxLength: Math.min(maxLength, 40) };
  return fc.oneof(fc.string({ unit: 'grapheme', ...length }), fc.string({ unit: 'grapheme-ascii', ...length }));
};

const numbers = ({ minimum = -10, maximum = 10_000 }: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(minimum, maximum),
    fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) }),
  );

/** Values as a schema describes them. */
const fitting = (given: Schema, context: SampleContext, name = '', depth = 6): fc.Arbitrary<unknown> => {
  const { document } = context;
  const schema = resolved(given, document);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (choices.length > 0) return fc.oneof(...choices.map((choice) => fitting(choice, context, name, depth)));
  if (depth === 0) return fc.jsonValue({ maxDepth: 1 });
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'string':
      return texts(schema, name, context);
    case 'integer':
    case 'number':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const { minItems = 0, maxItems = 3 } = schema;
      return fc.array(fitting(schema.items ?? {}, context, name, depth - 1), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, 3)),
      });
    }
    case 'null':
      return fc.constant(null);
    case 'object':
      return objects(schema, context, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
};

const objects = (
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  context: SampleContext,
  depth: number,
): fc.Arbitrary<unknown> => {
  const named = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, fitting(schema, context, name, depth - 1)]),
  );
  const own = fc.record(named, { requiredKeys: [...required] });
  if (typeof additionalProperties !== 'object') return own;
  const keys =
    propertyNames === undefined ? fc.string({ maxLength: 10 }) : fitting(propertyNames, context, '', 1).map(String);
  return fc
    .tuple(own, fc.dictionary(keys, fitting(additionalProperties, context, '', depth - 1), { maxKeys: 3 }))
    .map(([one, more]) => ({ ...more, ...one }));
};

/** The same value with something else at one place, found by walking down as `turns` say. */
const spoiled = (value: unknown, turns: readonly number[], by: unknown): unknown => {
  const [turn = 0, ...rest] = turns;
  if (typeof value !== 'object' || value === null || rest.length === 0) return by;
  const names = Object.keys(value);
  const name = names[turn % (names.length + 1)];
  // Beyond the last: a field nobody expects.
  if (name === undefined) return Array.isArray(value) ? [...value, by] : { ...value, unexpected: by };
  const inner = spoiled((value as Record<string, unknown>)[name], rest, by);
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === name ? inner : item))
    : { ...value, [name]: inner };
};

/** Values as a schema describes them, every other one with something nasty at one place. */
export const valuesOf = (schema: Schema, context: SampleContext, name = ''): fc.Arbitrary<unknown> => {
  const good = fitting(schema, context, name);
  const turns = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    good,
    fc.tuple(good, turns, nasty).map(([value, where, by]) => spoiled(value, where, by)),
  );
};
