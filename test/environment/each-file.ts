import { jest } from '@jest/globals';

// The one limit of all of them: real Postgres, Temporal and Chromium, three files at a time on two cores. A slow answer is no
// failure, a missing one is.
jest.setTimeout(180_000);
