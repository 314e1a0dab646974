import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A first run loads the tools it uses; on a busy machine that takes longer than the default five seconds.
    testTimeout: 30_000,
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts"],
  },
});
