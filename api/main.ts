import { Environment } from '../config/environment.ts';
import { createLog } from '../config/log.ts';
import { runService } from '../config/process.ts';
import { startApi } from './compose.ts';

const environment = new Environment();
const log = createLog('api', environment.logLevel);
await runService(async () => await startApi(environment, log), log, environment.shutdownGraceSeconds);
