import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 30_000,
    pool: 'threads',
    // Commands that tests run keep nothing with the user: tests of the cache have folders of their own.
    env: { XDG_CACHE_HOME: '/nonexistent' },
  },
});
