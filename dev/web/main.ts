import { cpSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VariableReader } from '../../config/variables.ts';
import { buildPages } from './build.ts';

/** `npm run build [folder]`: builds the pages; with a folder puts them there, as an image wants them. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const read = new VariableReader(process.env);
const localDir = resolve(root, read.optional('LOCAL_DIR') ?? '.local');
read.finish();
const [target] = process.argv.slice(2);
const built = await buildPages(resolve(localDir, 'web'), (line) => process.stdout.write(`${line}\n`));
if (target !== undefined) {
  rmSync(target, { recursive: true, force: true });
  cpSync(built, target, { recursive: true });
}
process.stdout.write(`${target ?? built}\n`);
