import { Readable } from 'node:stream';
import type { Access, EndpointSpec, Reply } from './endpoint.ts';

/** A reply that isn't as its endpoint documents it: a mistake of ours, and for tests only. */
export class ReplyMismatch extends Error {
  override readonly name = 'ReplyMismatch';
}

/** Throws ReplyMismatch unless status and body are as the endpoint says. */
export const checkReply = (spec: EndpointSpec<unknown, unknown, unknown, Access>, reply: Reply): void => {
  const where = `${spec.method} ${spec.path} ${reply.status}`;
  const schema = spec.responses[reply.status];
  if (schema === undefined) throw new ReplyMismatch(`${where}: this status is not documented`);
  if (spec.produces !== undefined) return;
  const type = reply.headers?.['Content-Type'];
  if (type !== undefined && spec.alsoProduces?.some((other) => type.startsWith(other))) return;
  // What is sent as it is read is not held against anything.
  if (reply.body instanceof Readable) return;
  if (schema === null) {
    if (reply.body !== undefined) throw new ReplyMismatch(`${where}: has a body, though none is documented`);
    return;
  }
  // What a client gets is what JSON makes of it: no undefined, no dates.
  const sent: unknown = reply.body === undefined ? undefined : JSON.parse(JSON.stringify(reply.body));
  const result = schema.safeParse(sent);
  if (result.success) return;
  const issues = result.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  throw new ReplyMismatch(`${where}: ${issues.join('; ')}`);
};
