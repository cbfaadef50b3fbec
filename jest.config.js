const shared = {
  // The product is loaded once for all files of a worker.
  testEnvironment: '<rootDir>/test/environment/realm.mts',
  runtime: '<rootDir>/test/environment/runtime.mts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  testPathIgnorePatterns: ['/node_modules/', '/.local/'],
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
  setupFilesAfterEnv: ['<rootDir>/test/environment/each-file.ts'],
};

/** Folders whose tests need neither Postgres nor Temporal: running only these starts nothing. */
const pure = ['config', 'dev', 'domain', 'simulator', 'vendors', 'web'];

// Set-up and teardown are .mts: jest loads a .ts by require first, which fails on modules that await at their top.
/** @type {import('jest').Config} */
export default {
  // One more than two cores: a test waits for a third of its time, for rings, timers and what others do.
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/test/environment/reporter.ts'],
  projects: [
    {
      ...shared,
      displayName: 'rules',
      testMatch: pure.map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
    },
    {
      ...shared,
      displayName: 'stack',
      testMatch: ['<rootDir>/**/*.test.ts'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, ...pure.map((folder) => `<rootDir>/${folder}/`)],
      globalSetup: '<rootDir>/test/environment/global-setup.mts',
      globalTeardown: '<rootDir>/test/environment/global-teardown.mts',
    },
  ],
};
