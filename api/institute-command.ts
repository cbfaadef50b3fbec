import { parseArgs } from 'node:util';
import { VariableReader } from '../config/variables.ts';
import { createPool } from '../db/pool.ts';
import { problemsOf } from '../domain/settings/put.ts';
import { createInstitute, newInstitute } from './commands/create-institute.ts';
import { toProblem } from './error-mapping.ts';

const usage = `Adds an institute and its first admin to the database at DATABASE_URL.

  npm run institute -- create --name <name> --country <IN> --time-zone <Asia/Kolkata>
      --admin-name <name> --admin-email <address> [--id <number>] [--default-vendor <slug>]

The admin's password is made and printed, unless ADMIN_PASSWORD is set.
`;

const options = {
  id: { type: 'string' },
  name: { type: 'string' },
  country: { type: 'string' },
  'time-zone': { type: 'string' },
  'default-vendor': { type: 'string' },
  'admin-name': { type: 'string' },
  'admin-email': { type: 'string' },
} as const;

/** What was asked for, as the operator's API would be sent it; null when it is no such command. */
const readCommand = (args: readonly string[], password: string | null): unknown => {
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'create') return null;
  const { id, name, country } = values;
  return {
    ...(id === undefined ? {} : { id: Number(id) }),
    name,
    country,
    timeZone: values['time-zone'],
    defaultVendor: values['default-vendor'] ?? null,
    admin: { name: values['admin-name'], email: values['admin-email'], ...(password === null ? {} : { password }) },
  };
};

/** Runs the command. Says what to print, and whether it went well. */
const run = async (args: readonly string[], variables: NodeJS.ProcessEnv): Promise<{ ok: boolean; text: string }> => {
  const read = new VariableReader(variables);
  let command: unknown;
  try {
    command = readCommand(args, read.optional('ADMIN_PASSWORD'));
  } catch (error) {
    // An option there is not: node's words name it.
    return { ok: false, text: `${error instanceof Error ? error.message : ''}\n\n${usage}` };
  }
  if (command === null) return { ok: false, text: usage };
  const url = read.required('DATABASE_URL', 'postgres://user:password@host:port/database');
  read.finish();
  const parsed = newInstitute.safeParse(command);
  if (!parsed.success) return { ok: false, text: `${lines(problemsOf(parsed.error))}\n\n${usage}` };

  const pool = await createPool(url, { max: 1, name: 'callthread-institute' });
  try {
    const { id, password } = await createInstitute(pool, parsed.data);
    const { name, admin } = parsed.data;
    const secret = password === null ? 'the password given' : `the password ${password}`;
    return { ok: true, text: `Institute ${id}, ${name}. ${admin.email} signs in with ${secret}.\n` };
  } catch (error) {
    const problem = toProblem(error);
    if (problem === 'client-gone' || problem.status >= 500) throw error;
    const { errors } = problem.extra;
    return { ok: false, text: `${Array.isArray(errors) ? lines(errors) : problem.detail}\n` };
  } finally {
    await pool.end();
  }
};

const lines = (errors: readonly { readonly path: string; readonly problem: string }[]): string =>
  errors.map(({ path, problem }) => `${path}: ${problem}`).join('\n');

const { ok, text } = await run(process.argv.slice(2), process.env);
process[ok ? 'stdout' : 'stderr'].write(text);
process.exitCode = ok ? 0 : 1;
