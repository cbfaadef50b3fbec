import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, type Child } from '../process/child.ts';
import { untilReady } from '../process/until.ts';
import { uiConfig } from './config.ts';

export interface TemporalUiOptions {
  readonly executable: string;
  readonly port: number;
  readonly temporalAddress: string;
  /** The namespace its first page shows. */
  readonly namespace: string;
  /** Folder for its configuration file. */
  readonly folder: string;
  readonly logFile: string;
}

const startWithinMs = 30_000;

/** Starts Temporal's Web UI and returns when it serves its page. */
export async function startTemporalUi(options: TemporalUiOptions): Promise<Child> {
  mkdirSync(options.folder, { recursive: true });
  const config = uiConfig(options.port, options.temporalAddress, options.namespace);
  writeFileSync(join(options.folder, 'ui.yaml'), JSON.stringify(config, null, 2));
  const child = startChild({
    name: 'temporal-ui',
    command: [options.executable, '--root', options.folder, '--config', '.', '--env', 'ui', 'start'],
    logFile: options.logFile,
    deathSignal: 'TERM',
    stop: { signal: 'SIGTERM', withinMs: 5000 },
  });
  await untilReady(child, async () => servesItsPage(options.port), startWithinMs);
  return child;
}

async function servesItsPage(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2000) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the UI answered ${response.status}`);
}
