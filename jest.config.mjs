// Sources run as ESM through swc, so that decorators carry their metadata and nothing has to be built first.
const shared = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

// Watching, a changed source must be read anew: there each file of tests gets a world of its own, as is Jest's way.
const isWatching = process.argv.some((argument) => argument.startsWith('--watch'));
const native = {
  runtime: '<rootDir>/test/support/native/runtime.mjs',
  testEnvironment: '<rootDir>/test/support/native/environment.mjs',
};

const withDatabase = {
  ...(isWatching ? {} : native),
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
};

export default {
  // Start-ups of servers and browsers on a busy machine take their time; what is awaited has its own, shorter limit.
  testTimeout: 120_000,
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{src,stand-in,scripts,simulation,test/stand-in}/**/*.spec.ts'],
    },
    { ...shared, displayName: 'client', testMatch: ['<rootDir>/client/**/*.spec.ts'] },
    { ...shared, ...withDatabase, displayName: 'medium', testMatch: ['<rootDir>/test/medium/**/*.spec.ts'] },
    { ...shared, ...withDatabase, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'] },
    {
      ...shared,
      ...withDatabase,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.browser-spec.ts'],
    },
  ],
};
