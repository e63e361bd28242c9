/** What a service's environment holds in tests; not secret, because nothing real believes it. */
export const TEST_ENV = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  AUTH_DEVELOPMENT_ISSUER: 'on',
  AUTH_DEVELOPMENT_SECRET: 'development-secret-of-the-tests-0001',
  TRACKING_SECRET: 'tracking-secret-of-the-tests-00000001',
  CURSOR_SECRET: 'cursor-secret-of-the-tests-000000001',
  DATABASE_POOL_SIZE: '5',
} as const;
