import { SchemaValidationError, type Interceptor, type QueryResultRow } from 'slonik';

/**
 * Parses each row by the schema its query was written with (`sql.type(schema)`), so that a row
 * has the type its caller sees, or the query fails. slonik leaves this to its user.
 */
export const parseResults: Interceptor = {
  name: 'parse-results',
  transformRow: ({ resultParser }, query, row) => {
    if (resultParser === undefined) return row;
    const result = resultParser['~standard'].validate(row);
    if (result instanceof Promise) throw new TypeError('A row schema must not be asynchronous.');
    if (result.issues) throw new SchemaValidationError(query, row, result.issues);
    // slonik types rows as what the driver returns; from here on they are what the schema says.
    return result.value as QueryResultRow;
  },
};
