import { loadedModules } from "./loaded-modules.ts";
import { siteChunks, withImports } from "./site-chunks.ts";

/**
 * What a reader's browser fetches, kB gzip, by what they do and by the part of the project it belongs to:
 *
 *     npm run -s bench:sizes
 *
 * It ends with 1 when a limit is passed.
 */
const LINES = [
  "docker ps",
  "docker run -d nginx",
  "docker compose version",
  "docker swarm init",
  "echo FROM alpine > Dockerfile && docker build .",
];

/** kB gzip of some parts, until the prompt (0) or the first line (1) has done its work. */
const LIMITS: readonly { readonly parts: readonly string[]; readonly until: 0 | 1; readonly kB: number }[] = [
  { parts: ["src/engine", "src/registry", "src/cli", "content/cli"], until: 1, kB: 90 },
  { parts: ["src/shell", "src/readline", "src/commands"], until: 0, kB: 70 },
];

process.env.ASTRO_TELEMETRY_DISABLED = "1";
const chunks = await siteChunks();
const scriptOf = new Map([...chunks].flatMap(([file, { modules }]) => [...modules.keys()].map((id) => [id, file])));
const opening = scriptOf.get("src/terminal/open.ts");
if (opening === undefined) throw new Error("the terminal's script is not in the build");

const fetched = new Set<string>();
const stages: ReadonlyMap<string, number>[] = [];
for (const [index, modules] of (await loadedModules(LINES)).entries()) {
  const wanted = [...modules].flatMap((id) => scriptOf.get(id) ?? []);
  const added = [...withImports(chunks, index === 0 ? [opening, ...wanted] : wanted)].filter(
    (file) => !fetched.has(file),
  );
  for (const file of added) fetched.add(file);
  const weights = weightsOf(added);
  stages.push(weights);
  report(index === 0 ? "the terminal opens" : `then ${LINES[index - 1]}`, weights, added.length);
}
for (const { parts, until, kB: limit } of LIMITS) {
  const weight = stages.slice(0, until + 1).reduce((sum, stage) => sum + total(stage, parts), 0);
  const over = weight > limit * 1000;
  console.log(`${over ? "OVER" : "within"} the limit of ${limit} kB: ${kB(weight)} kB of ${parts.join(", ")}`);
  if (over) process.exitCode = 1;
}

/** How much of each part these scripts hold, bytes. */
function weightsOf(files: readonly string[]): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [id, weight] of files.flatMap((file) => [...(chunks.get(file)?.modules ?? [])]))
    weights.set(partOf(id), (weights.get(partOf(id)) ?? 0) + weight);
  return weights;
}

function total(weights: ReadonlyMap<string, number>, parts: Iterable<string> = weights.keys()): number {
  return [...parts].reduce((sum, part) => sum + (weights.get(part) ?? 0), 0);
}

function report(what: string, weights: ReadonlyMap<string, number>, scripts: number): void {
  console.log(`${what}: ${kB(total(weights))} kB in ${scripts} scripts`);
  const heaviest = [...weights].filter(([, weight]) => weight >= 50).sort(([, a], [, b]) => b - a);
  for (const [part, weight] of heaviest) console.log(`  ${kB(weight).padStart(6)}  ${part}`);
}

/** A layer, a library, or the content that comes as data. */
function partOf(id: string): string {
  const [top = "", second = "", third = ""] = id.replace(/^.*node_modules\//, "node_modules/").split("/");
  if (top === "node_modules") return second.startsWith("@") ? `${second}/${third}` : second;
  return top === "src" || top === "content" ? `${top}/${second.replace(/\.\w+$/, "")}` : top;
}

function kB(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
