import { parseArgs } from 'node:util';
import { z } from 'zod';
import { VariableReader } from '../config/variables.ts';

const usage = `Rehearses the go-live check of a vendor against a running service, and prints the report.

  npm run go-live -- --url <http://127.0.0.1:8080> [--vendor <slug>] [--dialect classic|own] [--did <number>]
      [--counsellor <id>]

Signs in with CALLTHREAD_API_KEY, or with CALLTHREAD_EMAIL and CALLTHREAD_PASSWORD, of somebody who may configure
calling. Default vendor: the institute's. Exits with 0 when every check is passed, or not possible with this vendor.
`;

const options = {
  url: { type: 'string' },
  vendor: { type: 'string' },
  dialect: { type: 'string' },
  did: { type: 'string' },
  counsellor: { type: 'string' },
} as const;

/** Longer than a rehearsal takes. In ms. */
const PATIENCE = 60_000;

const problem = z.object({ detail: z.string() });
const settings = z.object({ defaultVendor: z.string().nullable() });
const run = z.object({ id: z.string() });
const played = z.object({ checks: z.array(z.object({ state: z.string() })) });

/** Says what went wrong in a sentence. */
class Refused extends Error {}

/** Somebody signed in at a service. */
class Desk {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  /** @throws Refused for everything but a good answer */
  async ask(method: string, path: string, body?: unknown): Promise<{ readonly text: string; readonly cookie: string }> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => {
      throw new Refused(`There is no answer at ${this.#url}.`);
    });
    const text = await response.text();
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    if (response.ok) return { text, cookie };
    const said = problem.safeParse(text.startsWith('{') ? JSON.parse(text) : null);
    throw new Refused(said.success ? said.data.detail : `${method} ${path} was answered with ${response.status}.`);
  }

  async read<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T> {
    return schema.parse(JSON.parse((await this.ask(method, path, body)).text));
  }
}

async function signIn(url: string, variables: NodeJS.ProcessEnv): Promise<Desk> {
  const read = new VariableReader(variables);
  const key = read.optional('CALLTHREAD_API_KEY');
  if (key !== null) return new Desk(url, { authorization: `Bearer ${key}` });
  const [email, password] = [read.optional('CALLTHREAD_EMAIL'), read.optional('CALLTHREAD_PASSWORD')];
  if (email === null || password === null) throw new Refused(usage);
  const { cookie } = await new Desk(url).ask('POST', '/v1/session', { email, password });
  return new Desk(url, { cookie });
}

interface Printed {
  readonly ok: boolean;
  readonly text: string;
  readonly to: 'stdout' | 'stderr';
}

async function rehearse(args: readonly string[], variables: NodeJS.ProcessEnv): Promise<Printed> {
  const { values } = parseArgs({ args: [...args], options });
  const { url, did, counsellor, dialect } = values;
  if (url === undefined) throw new Refused(usage);
  const desk = await signIn(url.replace(/\/$/, ''), variables);
  const vendor = values.vendor ?? (await desk.read(settings, 'GET', '/v1/settings/institute')).defaultVendor;
  if (vendor === null) throw new Refused('The institute has no default vendor: name one with --vendor.');
  const { id } = await desk.read(run, 'POST', '/v1/go-live', {
    mode: 'rehearsal',
    vendor,
    ...(did !== undefined && { did }),
    ...(counsellor !== undefined && { counsellorId: counsellor }),
  });
  const path = `/v1/go-live/${id}`;
  const how = dialect === undefined ? {} : { dialect };
  const { checks } = await desk.read(played, 'POST', `${path}/rehearse`, how);
  const { text } = await desk.ask('GET', `${path}/report`);
  await desk.ask('POST', `${path}/finish`);
  return { ok: checks.every(({ state }) => state === 'passed' || state === 'not_possible'), text, to: 'stdout' };
}

async function outcomeOf(args: readonly string[]): Promise<Printed> {
  try {
    return await rehearse(args, process.env);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, text: `${error.message}\n`, to: 'stderr' };
    // An option there is not: node's words name it.
    if (error instanceof TypeError && 'code' in error)
      return { ok: false, text: `${error.message}\n\n${usage}`, to: 'stderr' };
    throw error;
  }
}

const { ok, text, to } = await outcomeOf(process.argv.slice(2));
process[to].write(text);
process.exitCode = ok ? 0 : 1;
