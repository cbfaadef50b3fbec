import { jest } from '@jest/globals';

// Real Postgres, real Temporal, two files at a time on two cores: a slow answer is no failure, a missing one is.
jest.setTimeout(30_000);
