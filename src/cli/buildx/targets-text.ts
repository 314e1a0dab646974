import type { BuildTarget } from "../../engine/build/targets.ts";

/** What `docker build --call=targets` says (buildkit, frontend/subrequests/targets/targets.go). */
export function targetsText(targets: readonly BuildTarget[], format: string): string {
  if (format === "json") return `${json(targets)}\n`;
  const rows = targets.map(({ name, description, isDefault }) => [
    isDefault ? `${name} (default)`.trimStart() : name,
    description,
  ]);
  const all = [["TARGET", "DESCRIPTION"], ...rows];
  const width = Math.max(...all.map(([name = ""]) => name.length)) + 1;
  return all.map(([name = "", description = ""]) => `${name.padEnd(width)}${description}\n`).join("");
}

function json(targets: readonly BuildTarget[]): string {
  const shown = targets.map(({ name, description, isDefault, base, platform, line }) => ({
    ...(name === "" ? {} : { name }),
    ...(isDefault ? { default: true } : {}),
    ...(description === "" ? {} : { description }),
    base,
    ...(platform === "" ? {} : { platform }),
    location: { ranges: [{ start: { line }, end: { line } }] },
  }));
  return JSON.stringify({ targets: shown, sources: [btoa(targets[0]?.source ?? "")] }, null, 2);
}
