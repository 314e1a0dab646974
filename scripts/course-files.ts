/**
 * Makes content/curso.json, the files that a new lab has in its course folder, of content/curso: a browser cannot read
 * a folder.
 *
 *     npx node scripts/course-files.ts
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const content = join(import.meta.dirname, "../content");
const paths = readdirSync(join(content, "curso"), { recursive: true, encoding: "utf8" })
  .filter((path) => statSync(join(content, "curso", path)).isFile())
  .sort();
const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(content, "curso", path), "utf8")]));
writeFileSync(join(content, "curso.json"), `${JSON.stringify(files, null, 1)}\n`);
