/**
 * Everything that a message of Temporal says, as text that can be searched: payloads, which are bytes, are read as the
 * JSON they hold.
 */
export function readable(message: unknown): string {
  if (message instanceof Uint8Array) return Buffer.from(message).toString('utf8');
  if (Array.isArray(message)) return message.map(readable).join('\n');
  if (typeof message !== 'object' || message === null) return String(message);
  return Object.entries(message)
    .map(([name, value]) => `${name}: ${readable(value)}`)
    .join('\n');
}
