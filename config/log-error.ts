/** What a log shows of an error. */
export interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const deepestCause = 4;
/** SQLSTATE classes 22, data exceptions, whose messages quote the value that did not fit, and P0, raised by SQL in its own words. */
const quotesValues = /^(22|P0)[0-9A-Z]{3}$/;

/**
 * Describes an error without anything a person could be known by: only type, code, message and stack are taken, never
 * the properties libraries hang on errors (a Postgres `detail` quotes the row, slonik's carry the bound values),
 * and what looks like a telephone number, an e-mail address or a URL's query is struck out of the text.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something other than an Error was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const message = code !== undefined && quotesValues.test(code) ? 'the database refused a value' : scrub(error.message);
  // The first lines of a stack repeat the message: keep the frames only.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    // Many libraries leave the name as it is and tell by the class alone.
    type: error.name === 'Error' ? error.constructor.name : error.name,
    ...(code === undefined ? {} : { code }),
    message,
    ...(frames === undefined || frames.length === 0 ? {} : { stack: frames.join('\n') }),
    ...(error.cause === undefined || depth >= deepestCause ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const personal = /[^\s@"'<>()]+@[\w.-]*\w|\+?\d(?:[\s().-]?\d){7,}|\?[^\s"']+/g;

/** Strikes out numbers of eight digits or more, e-mail addresses and query strings; ids stay readable. */
export function scrub(text: string): string {
  let scrubbed = '';
  let from = 0;
  for (const id of text.matchAll(uuid)) {
    scrubbed += text.slice(from, id.index).replace(personal, '[removed]') + id[0];
    from = id.index + id[0].length;
  }
  return scrubbed + text.slice(from).replace(personal, '[removed]');
}
