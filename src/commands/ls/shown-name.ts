import type { Stats } from "../../kernel/filesystem.ts";
import { type Cell, textWidth } from "../columns.ts";
import { Failure, type Run } from "../command.ts";
import { nameIfPlain } from "../quoting.ts";
import type { Entry } from "./entries.ts";
import { busyboxColor, nameColor } from "./ls-colors.ts";

/** How names are shown: quoted, coloured, with a mark for their kind. */
export class ShownName {
  readonly #run: Run;
  readonly #long: boolean;
  readonly #color: boolean;
  /** Whether names that a shell would not take as they are get quotes. */
  readonly quotes: boolean;
  /** GNU resets the screen's colours before the first one. */
  #reset = false;

  /** @param long whether each has a line of its own, with where a link leads @throws Failure for an odd --color */
  constructor(run: Run, long: boolean) {
    this.#run = run;
    this.#long = long;
    const { isTTY } = run.process.stdout;
    const when = run.options.value("color") ?? (run.busybox ? "auto" : "never");
    if (!/^(always|auto|never|yes|no|tty|force|none|)$/.test(when)) {
      throw new Failure(`invalid argument ${run.quote(when)} for ${run.quote("--color")}`, 2);
    }
    this.#color = /^(always|yes|force|)$/.test(when) || (/^(auto|tty)$/.test(when) && isTTY);
    this.quotes = isTTY && !run.busybox && !run.has("N");
  }

  /** Whether one of them gets quotes, so that the others leave room for them. */
  someQuoted(entries: readonly Entry[]): boolean {
    return this.quotes && entries.some(({ name }) => nameIfPlain(name) !== name);
  }

  /** A name and its width on the screen. */
  of({ name, stats, path }: Entry, leaveRoom: boolean): Cell {
    const run = this.#run;
    let shown = this.quotes
      ? nameIfPlain(name)
      : run.has("Q")
        ? JSON.stringify(name)
        : run.process.stdout.isTTY
          ? name.replace(/[\x00-\x1f]/g, "?")
          : name;
    // Names stay aligned when others have quotes.
    const room = leaveRoom && shown === name ? " " : "";
    const orphan = stats.kind === "symlink" && !run.files.exists(path);
    const width = textWidth(shown);
    if (this.#color) shown = this.#painted(shown, name, stats, orphan);
    const mark = run.has("F") || run.has("p") ? this.#mark(stats) : "";
    return { text: room + shown + mark, width: room.length + width + mark.length };
  }

  #painted(shown: string, name: string, stats: Stats, orphan: boolean): string {
    if (this.#run.busybox) return `\x1b[${busyboxColor(stats)}m${shown}\x1b[m`;
    const color = nameColor(name, stats, orphan);
    if (color === "") return shown;
    const reset = this.#reset ? "" : "\x1b[0m";
    this.#reset = true;
    return `${reset}\x1b[${color}m${shown}\x1b[0m`;
  }

  #mark({ kind, mode }: Stats): string {
    if (kind === "directory") return "/";
    if (!this.#run.has("F")) return "";
    const marks: Partial<Record<Stats["kind"], string>> = { symlink: this.#long ? "" : "@", fifo: "|", socket: "=" };
    return marks[kind] ?? (kind === "file" && mode & 0o111 ? "*" : "");
  }

  /** Where a link leads, after its name. */
  target({ stats, path }: Entry): string {
    if (stats.kind !== "symlink") return "";
    const target = stats.target ?? "";
    const { files } = this.#run;
    if (!this.#color || this.#run.busybox || !files.exists(path)) return ` -> ${target}`;
    return ` -> ${this.#painted(target, target, files.stat(path), false)}`;
  }
}
