import type { Paint } from "../colors.ts";
import { dateText, relativeDate } from "../dates.ts";
import type { GitRun } from "../git-run.ts";
import { bodyOf, subjectOf } from "../objects/commit.ts";
import type { Decorations } from "./decorations.ts";
import type { LogEntry } from "./walk.ts";

export interface LogStyle {
  /** "medium", "oneline", "short", "full", "fuller", "raw", or a format with `%`. */
  readonly pretty: string;
  readonly abbreviates: boolean;
  readonly date: string;
  readonly decorations: Decorations;
  readonly paint: Paint;
}

/** A commit as `log` and `show` head it, without an empty line after it. */
export function headOf(git: GitRun, { id, commit }: LogEntry, style: LogStyle): string {
  const { objects } = git.repository;
  const now = Math.floor(git.process.machine.clock.now() / 1000);
  const { author, committer, parents, message } = commit;
  const short = (text: string) => objects.abbreviate(text);
  const name = style.abbreviates ? short(id) : id;
  const date = (of: typeof author) => dateText(of, style.date, now);
  const decoration = style.decorations.text(id, style.paint);
  if (style.pretty === "oneline") return `${style.paint("commit", name)}${decoration} ${subjectOf(message)}\n`;
  if (style.pretty.includes("%")) return `${expand(git, style.pretty, { id, commit }, style, now)}`;
  const lines = [`${style.paint("commit", `commit ${name}`)}${decoration}`];
  if (style.pretty === "raw")
    lines.push(
      `tree ${commit.tree}`,
      ...parents.map((parent) => `parent ${parent}`),
      `author ${author.name} <${author.email}> ${author.time} ${author.zone}`,
      `committer ${committer.name} <${committer.email}> ${committer.time} ${committer.zone}`,
    );
  else {
    if (parents.length > 1) lines.push(`Merge: ${parents.map(short).join(" ")}`);
    const isFuller = style.pretty === "fuller";
    lines.push(`Author: ${isFuller ? "    " : ""}${author.name} <${author.email}>`);
    if (style.pretty === "medium") lines.push(`Date:   ${date(author)}`);
    if (isFuller) lines.push(`AuthorDate: ${date(author)}`);
    if (isFuller || style.pretty === "full")
      lines.push(`Commit: ${isFuller ? "    " : ""}${committer.name} <${committer.email}>`);
    if (isFuller) lines.push(`CommitDate: ${date(committer)}`);
  }
  const text = style.pretty === "short" ? subjectOf(message) : message.trim();
  const body = text.split("\n").map((line) => `    ${line}\n`);
  return `${lines.join("\n")}\n\n${body.join("")}`;
}

const NAMED_COLORS: Readonly<Record<string, number>> = {
  black: 30,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  white: 37,
};

/** `--format`'s placeholders (PRETTY FORMATS). */
function expand(git: GitRun, format: string, { id, commit }: LogEntry, style: LogStyle, now: number): string {
  const { objects } = git.repository;
  const { author, committer, message, tree, parents } = commit;
  const isPainted = style.paint("commit", "x") !== "x";
  const person = (who: typeof author, what: string): string =>
    ({
      n: who.name,
      e: who.email,
      l: who.email.replace(/@.*/, ""),
      d: dateText(who, style.date, now),
      D: dateText(who, "rfc", now),
      r: relativeDate(now - who.time),
      t: String(who.time),
      i: dateText(who, "iso", now),
      I: dateText(who, "iso-strict", now),
      s: dateText(who, "short", now),
    })[what] ?? "";
  const values: Readonly<Record<string, () => string>> = {
    H: () => id,
    h: () => objects.abbreviate(id),
    T: () => tree,
    t: () => objects.abbreviate(tree),
    P: () => parents.join(" "),
    p: () => parents.map((parent) => objects.abbreviate(parent)).join(" "),
    s: () => subjectOf(message),
    b: () => {
      const body = bodyOf(message);
      return body === "" ? "" : `${body.replace(/\n*$/, "")}\n`;
    },
    B: () => message,
    d: () => style.decorations.text(id, style.paint),
    D: () => style.decorations.bare(id),
    n: () => "\n",
    "%": () => "%",
  };
  return format.replace(
    /%(C\((?:auto,?)?([\w ]*)\)|C(reset|red|green|blue)|[ac][nelDdrtiIs]|x[0-9a-fA-F]{2}|.)/gs,
    (whole, code: string, named, word) => {
      if (code.startsWith("C")) {
        const color = String(named ?? word ?? "").trim();
        if (!isPainted || color === "") return "";
        if (color === "reset") return "\x1b[m";
        const bold = color.includes("bold") ? "1;" : "";
        return `\x1b[${bold}${NAMED_COLORS[color.replace("bold", "").trim()] ?? 39}m`;
      }
      if (/^[ac]./.test(code)) return person(code.startsWith("a") ? author : committer, code.charAt(1));
      if (/^x../.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return values[code]?.() ?? whole;
    },
  );
}
