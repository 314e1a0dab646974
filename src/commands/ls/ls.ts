import { FileError, type Stats } from "../../kernel/filesystem.ts";
import { groupName, userName } from "../accounts.ts";
import { type Cell, evenColumns, gnuColumns, screenColumns, textWidth } from "../columns.ts";
import { command, Failure, type Run } from "../command.ts";
import { busyboxSize, diskBlocks, humanSize, modeText } from "../formats.ts";
import { globRegex } from "../glob-regex.ts";
import { nameIfPlain, quotedName } from "../quoting.ts";
import { compareVersions } from "../sort.ts";
import { compareBytes } from "../text.ts";
import { listingDate, strftime } from "../time-text.ts";
import { busyboxColor, nameColor } from "./ls-colors.ts";

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stats: Stats;
}

const SPEC = {
  usage: "[OPTION]... [FILE]...",
  about: "List information about the FILEs (the current directory by default).",
  short: "1aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ",
  long:
    "all=a almost-all=A color?=color colour?=color directory=d classify?=F file-type=p full-time no-group=G " +
    "group-directories-first human-readable=h si dereference=L ignore:=I inode=i literal=N numeric-uid-gid=n quote-name=Q reverse=r " +
    "recursive=R size=s sort: time: time-style: width:=w format: hide: escape=b hyperlink?",
  failure: 2,
};

export const ls = command(SPEC, (run) => list(run, false));

/** `dir` is ls -C, quoted like in a shell's string; close enough to be the same program. */
export const dir = command(SPEC, (run) => list(run, true));

async function list(run: Run, columns: boolean): Promise<number> {
  const names = run.operands.length > 0 ? run.operands : ["."];
  const found: Entry[] = [];
  for (const name of names) {
    const entry = await entryOf(run, name);
    if (entry) found.push(entry);
  }
  const screen = new Listing(run, columns);
  const isOpened = ({ stats, path }: Entry) =>
    !run.has("d") &&
    (stats.kind === "directory" ||
      (stats.kind === "symlink" &&
        !run.has("l") &&
        run.files.exists(path) &&
        run.files.stat(path).kind === "directory"));
  const plain = found.filter((entry) => !isOpened(entry));
  const folders = found.filter(isOpened);
  if (plain.length > 0) await run.out(screen.block(screen.sorted(plain)));
  const titled = names.length > 1 || run.has("R");
  let first = plain.length === 0;
  const open = async (folder: Entry): Promise<void> => {
    const inside = await entriesIn(run, folder);
    if (!inside) return;
    const entries = screen.sorted(inside);
    const title = titled ? `${first ? "" : "\n"}${folder.name}:\n` : "";
    first = false;
    const blocks = entries.reduce((sum, { stats }) => sum + diskBlocks(stats), 0);
    const total =
      run.has("l") || run.has("s") || run.has("n") || run.has("g") || run.has("o")
        ? `total ${screen.size(blocks * 1024, true)}\n`
        : "";
    await run.out(title + total + screen.block(entries));
    if (!run.has("R")) return;
    for (const entry of entries) {
      if (entry.stats.kind !== "directory" || entry.name === "." || entry.name === "..") continue;
      await open({ ...entry, name: `${folder.name.replace(/\/$/, "")}/${entry.name}` });
    }
  };
  for (const folder of screen.sorted(folders)) await open(folder);
  return run.status;
}

async function entryOf(run: Run, name: string): Promise<Entry | undefined> {
  const path = run.path(name);
  const words = (error: FileError) =>
    run.busybox ? `${name}: ${error.message}` : `cannot access ${quotedName(name)}: ${error.message}`;
  const entry = await run.try(
    () => ({ name, path, stats: run.has("L") ? run.files.stat(path) : run.files.lstat(path) }),
    words,
  );
  if (!entry) run.status = run.busybox ? 1 : 2;
  return entry;
}

async function entriesIn(run: Run, folder: Entry): Promise<Entry[] | undefined> {
  const words = (error: FileError) =>
    run.busybox
      ? `can't open '${folder.name}': ${error.message}`
      : `cannot open directory ${quotedName(folder.name)}: ${error.message}`;
  const names = await run.try(() => run.files.readdir(folder.path), words);
  if (!names) {
    if (!run.busybox) run.status = 2;
    return undefined;
  }
  const ignored = [...run.options.values("I"), ...run.options.values("hide")].map((glob) => globRegex(glob));
  const all = run.has("a") || run.has("f");
  const visible = names.filter(
    (name) => (all || run.has("A") || !name.startsWith(".")) && !ignored.some((glob) => glob.test(name)),
  );
  if (all) visible.unshift(".", "..");
  const entries: Entry[] = [];
  for (const name of visible) {
    const path = `${folder.path.replace(/\/$/, "")}/${name}`;
    try {
      entries.push({
        name,
        path,
        stats: run.has("L") && run.files.exists(path) ? run.files.stat(path) : run.files.lstat(path),
      });
    } catch (error) {
      // A process of /proc may be gone by now.
      if (!(error instanceof FileError)) throw error;
    }
  }
  return entries;
}

/** How entries are ordered and shown. */
class Listing {
  readonly #run: Run;
  readonly #long: boolean;
  readonly #color: boolean;
  readonly #columns: boolean;
  readonly #quotes: boolean;
  /** GNU resets the screen's colours before the first one. */
  #reset = false;

  constructor(run: Run, columns: boolean) {
    this.#run = run;
    const layout = run.options.last("l", "1", "C", "x", "m", "g", "o", "n", "full-time", "format");
    const format = run.options.value("format");
    this.#long =
      ["l", "g", "o", "n"].some((key) => run.has(key)) || run.has("full-time") || /^(long|verbose)$/.test(format ?? "");
    const { isTTY } = run.process.stdout;
    this.#columns = columns || (layout === undefined ? isTTY : layout !== "1" && format !== "single-column");
    const when = run.options.value("color") ?? (run.busybox ? "auto" : "never");
    if (!/^(always|auto|never|yes|no|tty|force|none|)$/.test(when)) {
      throw new Failure(`invalid argument ${run.quote(when)} for ${run.quote("--color")}`, 2);
    }
    this.#color = /^(always|yes|force|)$/.test(when) || (/^(auto|tty)$/.test(when) && isTTY);
    this.#quotes = isTTY && !run.busybox && !run.has("N");
  }

  sorted(entries: readonly Entry[]): Entry[] {
    const run = this.#run;
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

  size(bytes: number, blocks = false): string {
    const run = this.#run;
    if (run.has("h")) return run.busybox ? busyboxSize(bytes) : humanSize(bytes);
    if (run.has("si")) return humanSize(bytes, 1000);
    return String(blocks ? bytes / 1024 : bytes);
  }

  block(entries: readonly Entry[]): string {
    if (this.#long) return this.#longBlock(entries);
    const run = this.#run;
    const quoted = this.#quotes && entries.some(({ name }) => nameIfPlain(name) !== name);
    const inodes = Math.max(0, ...entries.map(({ stats }) => String(stats.inode).length));
    const sizes = Math.max(0, ...entries.map(({ stats }) => this.size(diskBlocks(stats) * 1024, true).length));
    const cells = entries.map((entry) => {
      const inode = run.has("i") ? `${String(entry.stats.inode).padStart(inodes)} ` : "";
      const size = run.has("s") ? `${this.size(diskBlocks(entry.stats) * 1024, true).padStart(sizes)} ` : "";
      const cell = this.#name(entry, quoted);
      return { text: inode + size + cell.text, width: inode.length + size.length + cell.width };
    });
    if (run.has("m")) return commas(cells, Number(run.options.value("w")) || screenColumns(run.process));
    if (!this.#columns)
      return cells.map(({ text }) => `${text.replace(/^ (?=[^'"])/, this.#quotes ? "" : " ")}\n`).join("");
    if (cells.length === 0) return "";
    const width = Number(run.options.value("w")) || screenColumns(run.process);
    return run.busybox ? evenColumns(cells, width) : gnuColumns(cells, width, run.has("x"));
  }

  #longBlock(entries: readonly Entry[]): string {
    const run = this.#run;
    const { files } = run;
    const now = run.process.machine.clock.now();
    const owner = (uid: number) => (run.has("n") ? String(uid) : userName(files, uid));
    const group = (gid: number) => (run.has("n") ? String(gid) : groupName(files, gid));
    const size = ({ kind, size: bytes }: Stats) =>
      kind === "character-device" || kind === "block-device" ? "1, 3" : this.size(bytes);
    const quoted = this.#quotes && entries.some(({ name }) => nameIfPlain(name) !== name);
    const rows = entries.map((entry) => {
      const { stats } = entry;
      const columns = [
        ...(run.has("i") ? [String(stats.inode)] : []),
        ...(run.has("s") ? [this.size(diskBlocks(stats) * 1024, true)] : []),
        modeText(stats),
        String(linksOf(run, entry)),
        ...(run.has("g") ? [] : [owner(stats.uid)]),
        ...(run.has("o") || run.has("G") ? [] : [group(stats.gid)]),
        size(stats),
        this.#date(stats.mtime, now),
      ];
      return { columns, name: this.#name(entry, quoted).text + this.#target(entry) };
    });
    if (run.busybox) {
      return rows
        .map(
          ({ columns: [mode, links = "", user = "", its = "", bytes = "", date], name }) =>
            `${mode} ${links.padStart(4)} ${user.padEnd(8)} ${its.padEnd(8)} ${bytes.padStart(9)} ${date} ${name}\n`,
        )
        .join("");
    }
    const widths = (index: number) => Math.max(...rows.map(({ columns }) => (columns[index] ?? "").length));
    const head = (run.has("i") ? 1 : 0) + (run.has("s") ? 1 : 0);
    const count = rows[0]?.columns.length ?? 0;
    return rows
      .map(({ columns, name }) => {
        const cells = columns.map((cell, i) => {
          const right = i < head || i === head + 1 || i === count - 2;
          return right ? cell.padStart(widths(i)) : i === count - 1 ? cell : cell.padEnd(widths(i));
        });
        return `${cells.join(" ")} ${name}\n`;
      })
      .join("");
  }

  #date(mtime: number, now: number): string {
    const run = this.#run;
    const style = run.has("full-time") ? "full-iso" : run.options.value("time-style");
    if (style === "full-iso") return strftime("%Y-%m-%d %H:%M:%S.%N %z", mtime);
    if (style === "long-iso") return strftime("%Y-%m-%d %H:%M", mtime);
    if (style === "iso") return strftime(now - mtime < 15_778_476_000 ? "%m-%d %H:%M" : "%Y-%m-%d ", mtime);
    if (style?.startsWith("+")) return strftime(style.slice(1), mtime);
    return listingDate(mtime, now);
  }

  #name({ name, stats, path }: Entry, leaveRoom: boolean): Cell {
    const run = this.#run;
    let shown = this.#quotes
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

  #target({ stats, path }: Entry): string {
    if (stats.kind !== "symlink") return "";
    const target = stats.target ?? "";
    const { files } = this.#run;
    if (!this.#color || this.#run.busybox || !files.exists(path)) return ` -> ${target}`;
    return ` -> ${this.#painted(target, target, files.stat(path), false)}`;
  }
}

/** Names with commas between, in lines of the screen's width. */
function commas(cells: readonly Cell[], screen: number): string {
  let out = "";
  let column = 0;
  cells.forEach(({ text, width }, i) => {
    const isLast = i === cells.length - 1;
    const needed = width + (isLast ? 0 : 1);
    if (column > 0 && column + 1 + needed >= screen) {
      out += "\n";
      column = 0;
    } else if (column > 0) {
      out += " ";
      column++;
    }
    out += text + (isLast ? "\n" : ",");
    column += needed;
  });
  return out;
}

/** A directory's links: itself, its name, and one from each directory in it. */
function linksOf(run: Run, { stats, path }: Entry): number {
  if (stats.kind !== "directory") return stats.links;
  try {
    const folder = path.replace(/\/$/, "");
    return (
      2 + run.files.readdir(path).filter((name) => run.files.lstat(`${folder}/${name}`).kind === "directory").length
    );
  } catch (error) {
    if (error instanceof FileError) return stats.links;
    throw error;
  }
}
