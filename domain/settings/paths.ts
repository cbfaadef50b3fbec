import { isFields, type Fields } from './merge.ts';

/** The value at a dotted path ("vendorSettings.password"); undefined where there is none. */
export const valueAt = (fields: Fields, path: string): unknown => {
  let value: unknown = fields;
  for (const name of path.split('.')) {
    if (!isFields(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
};

/** An object with nothing but a value at a dotted path. */
export const fieldsAt = (path: string, value: unknown): Fields =>
  path
    .split('.')
    .reduceRight<Fields>((inner, name, index, names) => ({ [name]: index === names.length - 1 ? value : inner }), {});

/** The same fields without what is at a dotted path. */
export const without = (fields: Fields, path: string): Fields => {
  const [name = '', ...rest] = path.split('.');
  const { [name]: value, ...others } = fields;
  if (rest.length === 0) return others;
  return isFields(value) ? { ...fields, [name]: without(value, rest.join('.')) } : fields;
};
