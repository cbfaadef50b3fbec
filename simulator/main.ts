import { writeFileSync } from 'node:fs';
import { readOptions, USAGE, type Options } from './options.ts';
import { usualPace } from './play/clock.ts';
import { startProduct, type StartedProduct } from './product/start.ts';
import { ledgerText, verificationText } from './result-text.ts';
import { simulateDay } from './simulate.ts';

/** `npm run simulate`: plays a day at an exchange against the product. Exit code 1 where anything differs. */

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const complain = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.message : 'something other than an Error was thrown'}\n`);
};

let started: StartedProduct | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave(130));

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) say(USAGE);
  else process.exitCode = await run(options);
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
await leave(Number(process.exitCode ?? 0));

async function run(options: Options): Promise<number> {
  const { url, operatorKey } = await productFor(options);
  say(`Seed ${options.seed}`);
  const { ledger, verification } = await simulateDay(
    { ...options, url, operatorKey, pace: { ...usualPace, compress: options.compress }, say },
    options.verify,
  );
  ledgerText(ledger).forEach(say);
  if (options.ledger !== null) writeFileSync(options.ledger, JSON.stringify(ledger, null, 1));
  if (verification === null) return 0;
  verificationText(verification).forEach(say);
  return verification.differences.length === 0 ? 0 : 1;
}

async function productFor({ url }: Options): Promise<{ readonly url: string; readonly operatorKey: string }> {
  if (url === null) return (started = await startProduct(say));
  const operatorKey = process.env['OPERATOR_KEY'] ?? '';
  if (operatorKey === '') throw new Error('Set OPERATOR_KEY to the key the product was started with.');
  return { url, operatorKey };
}

async function leave(exitCode: number): Promise<void> {
  await started?.stop();
  process.exit(exitCode);
}
