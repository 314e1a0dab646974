import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";
import expressiveCode from "astro-expressive-code";
import { serviceWorkerPlugin } from "./scripts/offline-copy.ts";
import { scriptGroups } from "./scripts/script-groups.ts";
import { normalizeBase } from "./src/i18n/paths.ts";

/** The one inline script, so that its hash can be allowed. */
const beforePaint = readFileSync(new URL("./src/components/before-paint.js", import.meta.url), "utf8");

export default defineConfig({
  // Where the site is mounted, and its public address: both known only to whoever publishes it.
  base: normalizeBase(process.env.BASE_PATH),
  site: process.env.SITE_URL,
  trailingSlash: "always",
  devToolbar: { enabled: false },
  prefetch: { prefetchAll: true, defaultStrategy: "hover" },
  markdown: { syntaxHighlight: false },
  build: { inlineStylesheets: "never" },
  // A script inlined in one page would be refused by the policy of the page the reader came from.
  vite: {
    plugins: [scriptGroups(), serviceWorkerPlugin()],
    build: {
      assetsInlineLimit: 0,
      // The terminal and its Docker come in one piece, when a reader opens them.
      chunkSizeWarningLimit: 1500,
      rolldownOptions: {
        onLog: (level, log, report) => {
          // Astro's own mark on every MDX file; it has done its work by then.
          if (log.code === "MODULE_LEVEL_DIRECTIVE") return;
          // A table of parts to load later names some that others hold already; it need not know.
          if (log.code === "INEFFECTIVE_DYNAMIC_IMPORT") return;
          report(level, log);
        },
      },
    },
  },
  integrations: [expressiveCode(), mdx()],
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
      ],
      scriptDirective: {
        // Pagefind compiles its search to WebAssembly.
        resources: ["'self'", "'wasm-unsafe-eval'"],
        hashes: [`sha256-${createHash("sha256").update(beforePaint).digest("base64")}`],
      },
      // xterm writes style elements of its own.
      styleDirective: { resources: ["'self'", "'unsafe-inline'"] },
    },
  },
});
