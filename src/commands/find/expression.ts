import type { FileKind, Stats } from "../../kernel/filesystem.ts";
import { findGroup, findUser, groupName, userName } from "../accounts.ts";
import { Failure, type Run } from "../command.ts";
import { diskBlocks, modeText } from "../formats.ts";
import { globRegex } from "../glob-regex.ts";
import { applyMode } from "../mode.ts";
import { posixRegex } from "../regex.ts";
import { listingDate, strftime } from "../time-text.ts";

export interface Found {
  readonly name: string;
  readonly path: string;
  readonly stats: Stats;
  readonly depth: number;
  /** Set by -prune: do not go down. */
  pruned: boolean;
}

export type Action =
  | { readonly kind: "print"; readonly end: string }
  | { readonly kind: "text"; readonly text: (found: Found) => string }
  | { readonly kind: "delete" }
  | { readonly kind: "quit" }
  | { readonly kind: "exec"; readonly words: readonly string[]; readonly batch: boolean };

type Perform = (action: Action, found: Found) => Promise<boolean>;
type Test = (found: Found, perform: Perform) => boolean | Promise<boolean>;

export interface Expression {
  readonly test: Test;
  readonly least: number;
  readonly most: number;
  readonly depthFirst: boolean;
  readonly follow: boolean;
}

const KINDS: Readonly<Record<string, FileKind>> = {
  f: "file",
  d: "directory",
  l: "symlink",
  c: "character-device",
  b: "block-device",
  p: "fifo",
  s: "socket",
};

const SIZE_UNITS: Readonly<Record<string, number>> = {
  c: 1,
  w: 2,
  b: 512,
  "": 512,
  k: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
};

/** Reads find's tests and actions. @throws Failure in find's words */
export function parseExpression(run: Run, words: readonly string[]): Expression {
  const parser = new Parser(run, words);
  const test = parser.whole();
  const print: Test = (found, perform) => perform({ kind: "print", end: "\n" }, found);
  return {
    test: parser.acts ? test : async (found, perform) => (await test(found, perform)) && print(found, perform),
    least: parser.least,
    most: parser.most,
    depthFirst: parser.depthFirst,
    follow: parser.follow,
  };
}

class Parser {
  acts = false;
  least = 0;
  most = Number.POSITIVE_INFINITY;
  depthFirst = false;
  follow = false;
  readonly #run: Run;
  readonly #words: readonly string[];
  #at = 0;

  constructor(run: Run, words: readonly string[]) {
    this.#run = run;
    this.#words = words;
  }

  whole(): Test {
    if (this.#words.length === 0) return () => true;
    const test = this.#or();
    const rest = this.#words[this.#at];
    if (rest !== undefined)
      throw new Failure(
        rest === ")" ? "invalid expression; you have too many ')'" : `paths must precede expression: \`${rest}'`,
      );
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#is("-o", "-or")) {
      const before = left;
      const right = this.#and();
      left = async (found, perform) => (await before(found, perform)) || right(found, perform);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const next = this.#words[this.#at];
      if (next === undefined || next === ")" || next === "-o" || next === "-or") return left;
      this.#is("-a", "-and");
      const before = left;
      const right = this.#not();
      left = async (found, perform) => (await before(found, perform)) && right(found, perform);
    }
  }

  #not(): Test {
    if (this.#is("!", "-not")) {
      const inner = this.#not();
      return async (found, perform) => !(await inner(found, perform));
    }
    if (this.#is("(")) {
      const inner = this.#or();
      if (!this.#is(")"))
        throw new Failure("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
      return inner;
    }
    return this.#primary();
  }

  #is(...words: string[]): boolean {
    if (!words.includes(this.#words[this.#at] ?? "")) return false;
    this.#at++;
    return true;
  }

  #argument(of: string): string {
    const word = this.#words[this.#at];
    if (word === undefined) throw new Failure(`missing argument to \`${of}'`);
    this.#at++;
    return word;
  }

  #action(action: Action): Test {
    this.acts = true;
    return (found, perform) => perform(action, found);
  }

  #primary(): Test {
    const run = this.#run;
    const word = this.#words[this.#at] ?? "";
    this.#at++;
    const argument = () => this.#argument(word);
    const base = (found: Found) => found.name.replace(/(?<=.)\/+$/, "").replace(/.*\/(?=.)/, "");
    switch (word) {
      case "-name":
      case "-iname": {
        const glob = globRegex(argument(), word === "-iname" ? "ius" : "us");
        return (found) => glob.test(base(found));
      }
      case "-path":
      case "-wholename":
      case "-ipath": {
        const glob = globRegex(argument(), word === "-ipath" ? "ius" : "us");
        return (found) => glob.test(found.name);
      }
      case "-regex":
      case "-iregex": {
        const regex = new RegExp(`^(?:${posixRegex(argument(), false)})$`, word === "-iregex" ? "iu" : "u");
        return (found) => regex.test(found.name);
      }
      case "-regextype":
        argument();
        return () => true;
      case "-lname": {
        const glob = globRegex(argument());
        return ({ stats }) => stats.target !== undefined && glob.test(stats.target);
      }
      case "-type": {
        const text = argument();
        const kinds = text.split(",").map((letter) => KINDS[letter]);
        if (kinds.includes(undefined)) throw new Failure(`Unknown argument to -type: ${text}`);
        return ({ stats }) => kinds.includes(stats.kind);
      }
      case "-size": {
        const match = /^([-+]?)(\d+)([cwbkMG]?)$/.exec(argument());
        if (!match) throw new Failure(`Invalid argument \`${this.#words[this.#at - 1]}' to -size`);
        const unit = SIZE_UNITS[match[3] ?? ""] ?? 512;
        return ({ stats }) => compared(match[1] ?? "", Math.ceil(stats.size / unit), Number(match[2]));
      }
      case "-empty":
        return ({ stats, path }) =>
          stats.kind === "directory" ? run.files.readdir(path).length === 0 : stats.kind === "file" && stats.size === 0;
      case "-mtime":
      case "-atime":
      case "-ctime":
        return this.#age(argument(), word, 86_400_000);
      case "-mmin":
      case "-amin":
      case "-cmin":
        return this.#age(argument(), word, 60_000);
      case "-newer": {
        const name = argument();
        if (!run.files.exists(run.path(name))) throw new Failure(`'${name}': No such file or directory`);
        const { mtime } = run.files.stat(run.path(name));
        return ({ stats }) => stats.mtime > mtime;
      }
      case "-perm": {
        const text = argument();
        const kind = /^[-/]/.exec(text)?.[0] ?? "";
        const mode = applyMode(text.slice(kind.length), 0, false, (given) => run.quote(given));
        return ({ stats }) =>
          kind === "-"
            ? (stats.mode & mode) === mode
            : kind === "/"
              ? mode === 0 || (stats.mode & mode) !== 0
              : stats.mode === mode;
      }
      case "-user":
      case "-uid": {
        const name = argument();
        const uid = findUser(run.files, name)?.uid ?? Number(name);
        if (Number.isNaN(uid)) throw new Failure(`${run.quote(name)} is not the name of a known user`);
        return ({ stats }) => stats.uid === uid;
      }
      case "-group":
      case "-gid": {
        const name = argument();
        const gid = findGroup(run.files, name)?.gid ?? Number(name);
        if (Number.isNaN(gid)) throw new Failure(`${run.quote(name)} is not the name of an existing group`);
        return ({ stats }) => stats.gid === gid;
      }
      case "-nouser":
        return ({ stats }) => userName(run.files, stats.uid) === String(stats.uid);
      case "-nogroup":
        return ({ stats }) => groupName(run.files, stats.gid) === String(stats.gid);
      case "-inum": {
        const number = Number(argument());
        return ({ stats }) => stats.inode === number;
      }
      case "-links": {
        const match = /^([-+]?)(\d+)$/.exec(argument());
        return ({ stats }) => compared(match?.[1] ?? "", stats.links, Number(match?.[2]));
      }
      case "-readable":
        return ({ path }) => run.files.allows(path, 4);
      case "-writable":
        return ({ path }) => run.files.allows(path, 2);
      case "-executable":
        return ({ path }) => run.files.allows(path, 1);
      case "-true":
        return () => true;
      case "-false":
        return () => false;
      case "-maxdepth":
      case "-mindepth": {
        const text = argument();
        if (!/^\d+$/.test(text))
          throw new Failure(`Expected a positive decimal integer argument to ${word}, but got ${run.quote(text)}`);
        if (word === "-maxdepth") this.most = Number(text);
        else this.least = Number(text);
        return () => true;
      }
      case "-depth":
      case "-d":
        this.depthFirst = true;
        return () => true;
      case "-follow":
        this.follow = true;
        return () => true;
      case "-xdev":
      case "-mount":
      case "-noleaf":
      case "-daystart":
      case "-warn":
      case "-nowarn":
        return () => true;
      case "-prune":
        return (found) => {
          found.pruned = true;
          return true;
        };
      case "-print":
        return this.#action({ kind: "print", end: "\n" });
      case "-print0":
        return this.#action({ kind: "print", end: "\0" });
      case "-printf": {
        const format = argument();
        return this.#action({ kind: "text", text: (found) => formatted(run, format, found) });
      }
      case "-ls":
        return this.#action({ kind: "text", text: (found) => lsLine(run, found) });
      case "-delete":
        this.depthFirst = true;
        return this.#action({ kind: "delete" });
      case "-quit":
        return this.#action({ kind: "quit" });
      case "-exec":
      case "-execdir":
      case "-ok": {
        const words: string[] = [];
        for (let next = this.#words[this.#at]; next !== ";"; next = this.#words[this.#at]) {
          if (next === undefined) throw new Failure(`missing argument to \`${word}'`);
          this.#at++;
          if (next === "+" && words.at(-1) === "{}") return this.#action({ kind: "exec", words, batch: true });
          words.push(next);
        }
        this.#at++;
        if (words.length === 0) throw new Failure(`missing argument to \`${word}'`);
        return this.#action({ kind: "exec", words, batch: false });
      }
      default:
        if (word.startsWith("-"))
          throw new Failure(run.busybox ? `unrecognized: ${word}` : `unknown predicate \`${word}'`);
        throw new Failure(`paths must precede expression: \`${word}'`);
    }
  }

  #age(text: string, word: string, unit: number): Test {
    const match = /^([-+]?)(\d+)$/.exec(text);
    if (!match) throw new Failure(`invalid argument \`${text}' to \`${word}'`);
    const now = this.#run.process.machine.clock.now();
    const count = (mtime: number) =>
      unit === 60_000 ? Math.ceil((now - mtime) / unit) : Math.floor((now - mtime) / unit);
    return ({ stats }) => compared(match[1] ?? "", count(stats.mtime), Number(match[2]));
  }
}

function compared(sign: string, value: number, wanted: number): boolean {
  return sign === "+" ? value > wanted : sign === "-" ? value < wanted : value === wanted;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", "0": "\0", "\\": "\\", r: "\r" };

function formatted(run: Run, format: string, { name, stats, depth }: Found): string {
  const base = name.replace(/.*\/(?=.)/, "");
  const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : ".";
  return format.replace(
    /\\(.)|%(-?\d*)([AT][A-Za-z@+]|.)/g,
    (all, escaped: string | undefined, width = "", letters = "") => {
      if (escaped !== undefined) return ESCAPES[escaped] ?? all;
      if (letters.length === 2) {
        const [, letter] = letters;
        return letter === "@"
          ? `${Math.floor(stats.mtime / 1000)}.0000000000`
          : letter === "+"
            ? strftime("%Y-%m-%d+%H:%M:%S.%N", stats.mtime)
            : strftime(`%${letter}`, stats.mtime);
      }
      const fields: Record<string, string> = {
        "%": "%",
        p: name,
        f: base,
        h: folder,
        P: depth === 0 ? "" : name.split("/").slice(-depth).join("/"),
        d: String(depth),
        s: String(stats.size),
        k: String(diskBlocks(stats)),
        m: stats.mode.toString(8),
        M: modeText(stats),
        u: userName(run.files, stats.uid),
        U: String(stats.uid),
        g: groupName(run.files, stats.gid),
        G: String(stats.gid),
        i: String(stats.inode),
        n: String(stats.links),
        l: stats.target ?? "",
        y: modeText(stats).charAt(0).replace("-", "f"),
        t: strftime("%a %b %e %H:%M:%S.%N0 %Y", stats.mtime),
      };
      const text = fields[letters] ?? all;
      return width.startsWith("-") ? text.padEnd(Number(width.slice(1))) : text.padStart(Number(width));
    },
  );
}

function lsLine(run: Run, { name, stats }: Found): string {
  const owner = userName(run.files, stats.uid).padEnd(8);
  const group = groupName(run.files, stats.gid).padEnd(8);
  const target = stats.target === undefined ? "" : ` -> ${stats.target}`;
  return (
    `${String(stats.inode).padStart(9)} ${String(diskBlocks(stats)).padStart(6)} ${modeText(stats)} ${String(stats.links).padStart(3)} ${owner} ${group} ` +
    `${String(stats.size).padStart(8)} ${listingDate(stats.mtime, run.process.machine.clock.now())} ${name}${target}\n`
  );
}
