/**
 * Everything that a message of Temporal says, as text that can be searched: payloads, which are bytes, are read as the
 * JSON they hold.
 */
export function readable(message: unknown): string {
  // Not instanceof: the bytes may come from outside the test's realm.
  if (ArrayBuffer.isView(message))
    return Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('utf8');
  if (Array.isArray(message)) return message.map(readable).join('\n');
  if (typeof message !== 'object' || message === null) return String(message);
  return Object.entries(message)
    .map(([name, value]) => `${name}: ${readable(value)}`)
    .join('\n');
}
