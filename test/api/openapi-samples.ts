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
  readonly isPublic: boolean;
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
      isPublic: operation.security?.length === 0,
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
      return Object.fromEntries((schema.required ?? []).map((name) => [name, smallest(schema.properties?.[name] ?? {}, document)]));
  }
};

/** What breaks programs: wrong kinds, bounds, what Postgres can not hold, names that objects have anyway. */
const nasty: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null, true, 0, -1, 1e308, 2 ** 53, 0.1, '', ' ', '\0', 'a\u0000b', '\uD800', '🦉'.repeat(100), 'x'.repeat(5000), "'; drop table lead; --", '%', '_', '\\',
  '0000-01-01', '9999-12-31', '275760-09-14T00:00:00Z', 'NaN', '__proto__', '../../etc/passwd', '{{7*7}}', '=1+1', '+91 98123 45670', [], [[]], {}, { length: -1 },
  { constructor: {} }, [null], 'https://[::1]/', '0199a000-0000-7000-8000-000000000000',
);

const texts = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(...Object.values(TEXTS), '9812345670', 'tatatel', 'call', '', 'null'),
    fc.string({ unit: 'binary', maxLength: Math.min((schema.maxLength ?? 200) + 1, 300) }),
  );

const bounded = ({ minimum = -10, maximum = 10_000 }: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1), fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31) }));

/** Values that look as a schema says, with something else in any place now and then. */
export const valuesOf = (given: Schema, document: OpenApi, depth = 4): fc.Arbitrary<unknown> => {
  const schema = resolved(given, document);
  const good = (): fc.Arbitrary<unknown> => {
    const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (choices.length > 0) return fc.oneof(...choices.map((choice) => valuesOf(choice, document, depth)));
    if (depth === 0) return fc.jsonValue({ maxDepth: 2 });
    switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
      case 'string':
        return texts(schema);
      case 'integer':
      case 'number':
        return bounded(schema);
      case 'boolean':
        return fc.boolean();
      case 'array':
        return fc.array(valuesOf(schema.items ?? {}, document, depth - 1), { maxLength: Math.min(schema.maxItems ?? 4, 4) });
      case 'null':
        return fc.constant(null);
      case 'object':
        return objectsOf(schema, document, depth);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  };
  return fc.oneof({ weight: 9, arbitrary: good() }, { weight: 1, arbitrary: nasty });
};

const objectsOf = ({ properties = {}, additionalProperties, propertyNames }: Schema, document: OpenApi, depth: number): fc.Arbitrary<unknown> => {
  const named = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, document, depth - 1)]));
  const own = fc.record(named, { requiredKeys: [] });
  const keys = propertyNames === undefined ? fc.string({ maxLength: 10 }) : valuesOf(propertyNames, document, 1).map(String);
  const inner = typeof additionalProperties === 'object' ? valuesOf(additionalProperties, document, depth - 1) : nasty;
  const more = fc.dictionary(keys, inner, { maxKeys: additionalProperties === false ? 0 : 2 });
  return fc.tuple(own, more).map(([one, other]) => ({ ...other, ...one }));
};
