import type { Run } from "../command.ts";
import { compareVersions } from "../sort.ts";
import { compareBytes } from "../text.ts";
import type { Entry } from "./entries.ts";

/** Entries in the order that the options ask for: by name unless told. */
export function sorted(run: Run, entries: readonly Entry[]): Entry[] {
  const by =
    run.options.value("sort") ??
    { t: "time", S: "size", U: "none", f: "none", v: "version", X: "extension" }[
      run.options.last("t", "S", "U", "f", "v", "X") ?? ""
    ];
  const order: Record<string, (a: Entry, b: Entry) => number> = {
    time: (a, b) => b.stats.mtime - a.stats.mtime,
    size: (a, b) => b.stats.size - a.stats.size,
    version: (a, b) => compareVersions(a.name, b.name),
    extension: (a, b) => compareBytes(/\.[^.]*$/.exec(a.name)?.[0] ?? "", /\.[^.]*$/.exec(b.name)?.[0] ?? ""),
  };
  const out = [...entries];
  if (by !== "none") {
    const first = order[by ?? ""];
    out.sort((a, b) => first?.(a, b) || compareBytes(a.name, b.name));
    if (run.has("r")) out.reverse();
  }
  if (run.has("group-directories-first")) {
    const rank = ({ stats }: Entry) => (stats.kind === "directory" ? 0 : 1);
    out.sort((a, b) => rank(a) - rank(b));
  }
  return out;
}
