import type { Paint } from "../colors.ts";
import type { Change } from "./changes.ts";
import { type Hunk, type HunkLine, hunksOf } from "./hunks.ts";

interface PatchStyle {
  readonly paint: Paint;
  /** Lines around each change. */
  readonly context: number;
  /** An object's name as it is shown. */
  readonly abbreviate: (id: string) => string;
  readonly quote: (name: string) => string;
}

const NONE = "0".repeat(40);

/** Git takes a file for binary when a zero byte is near its beginning. */
export const isBinary = (text: string): boolean => text.slice(0, 8000).includes("\0");

/** A change as a patch. */
export async function patchOf(change: Change, style: PatchStyle): Promise<string> {
  // A file that became something else goes and comes.
  if (change.status === "T" && change.old && change.now) {
    const { path, old, now } = change;
    return `${await patchOf({ status: "D", path, old }, style)}${await patchOf({ status: "A", path, now }, style)}`;
  }
  const { old, now, path } = change;
  const { paint, quote, abbreviate } = style;
  const from = old?.path ?? path;
  const to = now?.path ?? path;
  const [left, right] = [quote(`a/${from}`), quote(`b/${to}`)];
  const head = [`diff --git ${left} ${right}`];
  if (!old && now) head.push(`new file mode ${now.mode}`);
  else if (old && !now) head.push(`deleted file mode ${old.mode}`);
  else if (old && now && old.mode !== now.mode) head.push(`old mode ${old.mode}`, `new mode ${now.mode}`);
  if (change.status === "R")
    head.push(`similarity index ${change.score}%`, `rename from ${quote(from)}`, `rename to ${quote(to)}`);
  const [oldId, newId] = [old?.id ?? NONE, now?.id ?? NONE];
  let body = "";
  if (oldId !== newId) {
    const mode = old && now && old.mode === now.mode ? ` ${now.mode}` : "";
    const short = (id: string) => (id === NONE ? "0".repeat(abbreviate(now?.id ?? oldId).length) : abbreviate(id));
    head.push(`index ${short(oldId)}..${short(newId)}${mode}`);
    const [before, after] = [(await old?.text()) ?? "", (await now?.text()) ?? ""];
    const names = [old ? left : "/dev/null", now ? right : "/dev/null"];
    if (isBinary(before) || isBinary(after)) body = `Binary files ${names[0]} and ${names[1]} differ\n`;
    else {
      const hunks = hunksOf(before, after, style.context);
      // A name with a blank ends in a tab, for patch to see where.
      const named = names.map((name) => (name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name));
      if (hunks.length > 0) head.push(`--- ${named[0]}`, `+++ ${named[1]}`);
      body = hunks.map((hunk) => hunkText(hunk, paint)).join("");
    }
  }
  return head.map((line) => `${paint("meta", line)}\n`).join("") + body;
}

const range = (start: number, count: number) =>
  count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;

/** A hunk's text: `@@ -1,3 +1,4 @@ def f():` and its lines. */
function hunkText({ from, fromCount, to, toCount, section, lines }: Hunk, paint: Paint): string {
  const place = paint("frag", `@@ -${range(from, fromCount)} +${range(to, toCount)} @@`);
  const isPainted = place.startsWith("\x1b");
  const where = section === "" ? "" : isPainted ? ` \x1b[m${section}\x1b[m` : ` ${section}`;
  return `${place}${where}\n${lines
    .map((line) => (isPainted ? paintedLine(line, paint) : `${line.mark}${line.text}`))
    .map((line) => `${line}\n`)
    .join("")}`;
}

function paintedLine({ mark, text }: HunkLine, paint: Paint): string {
  if (mark === "-") return paint("old", `-${text}`);
  if (mark !== "+") return `${mark}${text}\x1b[m`;
  const [, tabs = "", kept = "", blanks = ""] = /^([ \t]*\t)?(.*?)(\s*)$/s.exec(text) ?? [];
  return `${paint("new", "+")}${tabs}${kept === "" ? "" : paint("new", kept)}${blanks === "" ? "" : paint("whitespace", blanks)}`;
}
