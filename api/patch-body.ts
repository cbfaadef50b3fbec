import { z } from 'zod';

/**
 * The body of a `PUT`, which may carry any part of a thing: it is merged with what stands before it is
 * validated, so here it is only an object. OpenAPI shows it as the thing with every field optional.
 */
export const patchBody = (whole: z.ZodObject) =>
  z.record(z.string(), z.unknown()).meta({
    override: ({ jsonSchema }) => {
      const { $schema: _dialect, ...described } = z.toJSONSchema(whole.partial(), {
        io: 'input',
        unrepresentable: 'any',
      });
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      Object.assign(jsonSchema, described);
    },
  });
