export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/tools', '<rootDir>/bench'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  maxWorkers: 2,
  // Every spec file starts the product anew; a worker that has run many spends its time collecting garbage.
  workerIdleMemoryLimit: '700MB',
  collectCoverageFrom: ['src/**/*.ts', 'tools/stripe-sandbox/**/*.ts', '!**/*.spec.ts', '!**/testing/**'],
  coverageReporters: ['text-summary', 'html'],
  testTimeout: 30_000,
  setupFiles: ['<rootDir>/test/support/load-nest-first.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
