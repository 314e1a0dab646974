import type { Paint } from "../colors.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitRun } from "../git-run.ts";
import { type Change, changesBetween } from "./changes.ts";
import { changesOfFiles, statsOf, statText, summaryLine } from "./diffstat.ts";
import type { Files } from "./file-version.ts";
import { patchOf } from "./patch.ts";

/** Options that `diff`, `show` and `log` share. */
export const DIFF_OPTIONS =
  "p|patch u s|no-patch U|unified= stat? numstat shortstat summary name-only name-status color? no-color M|find-renames? " +
  "no-renames full-index a|text no-ext-diff exit-code";
export const OTHER_DIFF_OPTIONS =
  "raw w|ignore-all-space b|ignore-space-change ignore-blank-lines word-diff? color-words? patience histogram minimal " +
  "diff-algorithm= R S= G= diff-filter= relative? check binary B|break-rewrites? C|find-copies? dirstat? compact-summary " +
  "patch-with-stat W|function-context inter-hunk-context= src-prefix= dst-prefix= no-prefix ignore-submodules? submodule? O= z output=";

/** Which forms of a difference are wanted; the patch unless told. */
export function wantsAny(options: GitOptions): boolean {
  return ["patch", "u", "unified", "stat", "numstat", "shortstat", "summary", "name-only", "name-status"].some((key) =>
    options.has(key),
  );
}

/** How a diff is coloured: by --color and --no-color, else as the configuration has it for the output it goes to. */
export function diffPaint(git: GitRun, options: GitOptions): Paint {
  const given = options.has("no-color")
    ? "never"
    : options.has("color")
      ? options.value("color") || "always"
      : undefined;
  return git.paint("diff", git.process.stdout.isTTY, given);
}

export const changesFor = (options: GitOptions, old: Files, now: Files): Promise<Change[]> =>
  changesBetween(old, now, !options.has("no-renames"));

/** The difference in the forms that are asked for, as diff, log and show print them. */
export async function diffText(git: GitRun, options: GitOptions, changes: readonly Change[]): Promise<string> {
  const paint = diffPaint(git, options);
  const quote = (name: string) => git.quote(name);
  const from = ({ status, old }: Change) => (status === "R" && old ? `${quote(old.path)}\t` : "");
  if (options.has("no-patch") && !wantsAny(options)) return "";
  if (options.has("name-only")) return changes.map(({ path }) => `${quote(path)}\n`).join("");
  if (options.has("name-status"))
    return changes
      .map(
        (change) =>
          `${change.status}${change.status === "R" ? String(change.score).padStart(3, "0") : ""}\t${from(change)}${quote(change.path)}\n`,
      )
      .join("");
  const stats = ["stat", "numstat", "shortstat"].some((key) => options.has(key)) ? await statsOf(changes, quote) : [];
  let out = "";
  if (options.has("numstat"))
    out += stats
      .map(({ name, added, removed, binary }) => (binary ? `-\t-\t${name}\n` : `${added}\t${removed}\t${name}\n`))
      .join("");
  if (options.has("stat")) {
    const { stdout, tty } = git.process;
    const width = Number(options.value("stat")) || (stdout.isTTY ? (tty?.columns ?? 80) : 80);
    out += statText(stats, paint, width);
  }
  if (options.has("shortstat")) out += summaryLine(stats);
  if (options.has("summary")) out += changesOfFiles(changes, quote);
  const isPatch = options.has("patch") || options.has("u") || options.has("unified") || !wantsAny(options);
  if (!isPatch || options.has("no-patch")) return out;
  const style = {
    ...{ paint, quote, context: Number(options.value("unified") ?? 3) },
    abbreviate: (id: string) => (options.has("full-index") ? id : git.repository.objects.abbreviate(id)),
  };
  const patches: string[] = [];
  for (const change of changes) patches.push(await patchOf(change, style));
  return out + (out !== "" && patches.length > 0 ? "\n" : "") + patches.join("");
}
