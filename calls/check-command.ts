import { parseArgs } from 'node:util';
import { VariableReader } from '../config/variables.ts';
import { createPool } from '../db/pool.ts';
import { instituteIds } from '../db/report-check.ts';
import { checkInstitute } from './check.ts';

const usage = `Recomputes all calls from their facts, and all sums from the calls, in the database at DATABASE_URL, and
prints what stands otherwise. Writes nothing. Ends with 1 when anything differs.

  npm run check [-- --institute <number>]
`;

/** A sum over millions of calls takes its time. */
const STATEMENT_MS = 3_600_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The institute that was asked for, "all" without one; null when it is no such command. */
const readCommand = (args: readonly string[]): number | 'all' | null => {
  try {
    const { values } = parseArgs({ args: [...args], options: { institute: { type: 'string' } } });
    if (values.institute === undefined) return 'all';
    return /^\d{1,9}$/.test(values.institute) ? Number(values.institute) : null;
  } catch {
    // An option or a word there is not: the usage says which there are.
    return null;
  }
};

/** Runs the command; gives its exit code. */
const run = async (args: readonly string[], variables: NodeJS.ProcessEnv): Promise<number> => {
  const wanted = readCommand(args);
  if (wanted === null) {
    process.stderr.write(usage);
    return 2;
  }
  const read = new VariableReader(variables);
  const url = read.required('DATABASE_URL', 'postgres://user:password@host:port/database');
  read.finish();
  const pool = await createPool(url, { max: 2, name: 'callthread-check', statementTimeoutMs: STATEMENT_MS });
  let differences = 0;
  try {
    const institutes = (await instituteIds(pool)).filter((id) => wanted === 'all' || id === wanted);
    if (institutes.length === 0) say('There is no such institute.');
    for (const instituteId of institutes) {
      const checked = await checkInstitute(pool, { instituteId, now: Date.now }, ({ where, what, stands, comesTo }) => {
        say(`${instituteId} ${where}: ${what} stands ${stands}, comes to ${comesTo}`);
      });
      const { calls, unfinished } = checked;
      say(
        `Institute ${instituteId}: ${calls} calls, ${unfinished} of them not finished, ${checked.differences} differences.`,
      );
      differences += checked.differences;
    }
    return differences > 0 || institutes.length === 0 ? 1 : 0;
  } finally {
    await pool.end();
  }
};

process.exitCode = await run(process.argv.slice(2), process.env);
