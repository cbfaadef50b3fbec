import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders and files whose content makes the pages what they are. Types of the API are not among them: they leave no trace. */
const PARTS = ['web', 'dev/web'];
const FILES = ['package-lock.json'];

/** A name for what would be built now: the same sources and packages, the same name. */
export function hashSources(root: string): string {
  const hash = createHash('sha256');
  const paths = [...FILES.map((file) => join(root, file)), ...PARTS.flatMap((part) => filesIn(join(root, part)))];
  for (const path of paths.toSorted()) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
