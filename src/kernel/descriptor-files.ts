import { type FileSystem, resolvePath, type Stats } from "./filesystem.ts";
import { descriptorNumber, openInput } from "./open.ts";
import type { Process, Program } from "./process.ts";
import { readAll } from "./stream.ts";

/**
 * Lets a program that reads whole files by name read those of its arguments that are open descriptors: the shell's
 * `<(…)` in `--env-file <(…)`, `-f /dev/stdin`. They are read to their end before the program begins; standard input only
 * when a flag asks for it, because it may be meant for a container (`docker run -i alpine cat /dev/stdin`).
 */
export function readingDescriptors(program: Program): Program {
  const begin = async (process: Process) => {
    const texts = new Map<string, string>();
    for (const [i, argument] of process.args.entries()) {
      const path = resolvePath(process.cwd, argument.replace(/^--?[\w-]+=/, ""));
      const number = descriptorNumber(path);
      const flagged = argument.startsWith("-") || process.args[i - 1]?.startsWith("-");
      const given = number === 0 ? flagged : number !== undefined && process.descriptors.get(number)?.input;
      if (given) texts.set(path, await readAll(openInput(process, path), process.signal));
    }
    return program(texts.size === 0 ? process : over(process, { files: withTexts(process.files, texts) }));
  };
  return Object.assign(begin, program);
}

function withTexts(files: FileSystem, texts: ReadonlyMap<string, string>): FileSystem {
  const stats = (path: string): Stats | undefined => {
    const text = texts.get(path);
    return text === undefined ? undefined : { ...files.stat("/"), kind: "file", size: text.length };
  };
  return over(files, {
    exists: (path) => texts.has(path) || files.exists(path),
    stat: (path) => stats(path) ?? files.stat(path),
    lstat: (path) => stats(path) ?? files.lstat(path),
    readFile: (path) => texts.get(path) ?? files.readFile(path),
  });
}

/** An object that answers as another does, but for some of its members. */
function over<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name);
      const value: unknown = Reflect.get(target, name, target);
      // Methods keep their own object: its private fields are not the proxy's.
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
