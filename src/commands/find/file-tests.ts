import type { FileKind } from "../../kernel/filesystem.ts";
import { findGroup, findUser, groupName, userName } from "../accounts.ts";
import { Failure, type Run } from "../command.ts";
import { globRegex } from "../glob-regex.ts";
import { applyMode } from "../mode.ts";
import { posixRegex } from "../regex.ts";
import type { Found, Test } from "./syntax.ts";

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

const baseName = ({ name }: Found) => name.replace(/(?<=.)\/+$/, "").replace(/.*\/(?=.)/, "");

/**
 * What a word asks about a file; undefined for a word that is no such question.
 * @param argument reads the word's own argument
 * @throws Failure in find's words
 */
export function readFileTest(run: Run, word: string, argument: () => string): Test | undefined {
  switch (word) {
    case "-name":
    case "-iname": {
      const glob = globRegex(argument(), word === "-iname" ? "ius" : "us");
      return (found) => glob.test(baseName(found));
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
      const text = argument();
      const match = /^([-+]?)(\d+)([cwbkMG]?)$/.exec(text);
      if (!match) throw new Failure(`Invalid argument \`${text}' to -size`);
      const unit = SIZE_UNITS[match[3] ?? ""] ?? 512;
      return ({ stats }) => compared(match[1] ?? "", Math.ceil(stats.size / unit), Number(match[2]));
    }
    case "-empty":
      return ({ stats, path }) =>
        stats.kind === "directory" ? run.files.readdir(path).length === 0 : stats.kind === "file" && stats.size === 0;
    case "-mtime":
    case "-atime":
    case "-ctime":
      return age(run, argument(), word, 86_400_000);
    case "-mmin":
    case "-amin":
    case "-cmin":
      return age(run, argument(), word, 60_000);
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
    default:
      return undefined;
  }
}

function age(run: Run, text: string, word: string, unit: number): Test {
  const match = /^([-+]?)(\d+)$/.exec(text);
  if (!match) throw new Failure(`invalid argument \`${text}' to \`${word}'`);
  const now = run.process.machine.clock.now();
  const count = (mtime: number) =>
    unit === 60_000 ? Math.ceil((now - mtime) / unit) : Math.floor((now - mtime) / unit);
  return ({ stats }) => compared(match[1] ?? "", count(stats.mtime), Number(match[2]));
}

function compared(sign: string, value: number, wanted: number): boolean {
  return sign === "+" ? value > wanted : sign === "-" ? value < wanted : value === wanted;
}
