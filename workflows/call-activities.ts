import { log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { CallActivities, DialActivities, VendorActivities } from '../activities/contract.ts';
import { dialQueue, HEARTBEAT_TIMEOUT, vendorQueue, type CallInput, type Advanced } from '../domain/call/messages.ts';

const local = proxyLocalActivities<CallActivities>({
  startToCloseTimeout: '5 seconds',
  scheduleToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 2, initialInterval: '50 milliseconds' },
  summary: 'Apply what was heard',
});

const patient = proxyActivities<CallActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: 'Apply what was heard',
});

/**
 * Brings the database to what the call's facts demand. A few milliseconds as a local activity; when that fails the
 * database is in trouble, and a regular one waits for it as long as it takes.
 */
export async function advance(input: CallInput): Promise<Advanced | null> {
  try {
    return await local.advance(input);
  } catch {
    log.warn('advance failed locally, waiting for the database');
    return await patient.advance(input);
  }
}

/**
 * Has the vendor place the call, unless by then it should not be (calls/dial). Tried once: whether a dial whose activity
 * was lost reached the vendor is not known. Rejects when no worker dials for that vendor in time.
 */
export async function dial(input: CallInput, vendor: string): Promise<void> {
  const { dial: place } = proxyActivities<DialActivities>({
    taskQueue: dialQueue(vendor),
    // Later than this nothing is dialled any more (domain/call/dialling).
    scheduleToStartTimeout: '20 seconds',
    startToCloseTimeout: '35 seconds',
    retry: { maximumAttempts: 1 },
    summary: 'Dial',
  });
  await place(input);
}

/** Asks the vendor what it knows of the call; the answer becomes a fact. Rejects when no worker of that vendor answers. */
export async function pullRecord(input: CallInput, vendor: string): Promise<void> {
  const { pullRecord: pull } = proxyActivities<VendorActivities>({
    taskQueue: vendorQueue(vendor),
    // The client gives up after half a minute by itself.
    startToCloseTimeout: '45 seconds',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    scheduleToCloseTimeout: '5 minutes',
    retry: { initialInterval: '5 seconds', maximumAttempts: 3 },
    summary: 'Ask the vendor for the call record',
  });
  await pull(input);
}

/** Asks the vendor for a recording that has not come; the answer becomes a fact. Rejects as `pullRecord` does. */
export async function fetchRecording(input: CallInput, vendor: string): Promise<void> {
  const { fetchRecording: fetch } = proxyActivities<VendorActivities>({
    taskQueue: vendorQueue(vendor),
    startToCloseTimeout: '45 seconds',
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    scheduleToCloseTimeout: '5 minutes',
    retry: { initialInterval: '5 seconds', maximumAttempts: 3 },
    summary: 'Ask the vendor for the recording',
  });
  await fetch(input);
}
