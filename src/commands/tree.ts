import { command } from "./command.ts";
import { humanSize, modeText } from "./formats.ts";
import { globRegex } from "./glob-regex.ts";
import { nameColor } from "./ls/ls-colors.ts";

export const tree = command(
  {
    usage: "[-adfhpsC] [-L level] [-I pattern] [-P pattern] [directory ...]",
    about: "List contents of directories in a tree-like format.",
    short: "adfhpsCnL:I:P:iF",
    long: "dirsfirst noreport du",
  },
  async (run) => {
    const levels = Number(run.options.value("L") ?? Number.POSITIVE_INFINITY);
    if (!(levels > 0)) {
      await run.process.stderr.write("tree: Invalid level, must be greater than 0.\n");
      return 1;
    }
    const color = !run.has("n") && (run.has("C") || run.process.stdout.isTTY);
    const ignored = run.options
      .values("I")
      .flatMap((text) => text.split("|"))
      .map((glob) => globRegex(glob));
    const wanted = run.options
      .values("P")
      .flatMap((text) => text.split("|"))
      .map((glob) => globRegex(glob));
    let folders = 0;
    let others = 0;
    const shown = (name: string, path: string, full: string) => {
      const stats = run.files.lstat(path);
      const code = color ? nameColor(name, stats, stats.kind === "symlink" && !run.files.exists(path)) : "";
      const text = run.has("f") ? full : name;
      const facts = [
        ...(run.has("p") ? [modeText(stats)] : []),
        ...(run.has("h") ? [humanSize(stats.size).padStart(4)] : run.has("s") ? [String(stats.size).padStart(11)] : []),
      ];
      return (
        (facts.length > 0 ? `[${facts.join(" ")}]  ` : "") +
        (code ? `\x1b[${code}m${text}\x1b[0m` : text) +
        (stats.target === undefined ? "" : ` -> ${stats.target}`)
      );
    };
    const walk = async (path: string, full: string, indent: string, level: number): Promise<void> => {
      if (level > levels) return;
      let entries = run.files
        .readdir(path)
        .filter((name) => (run.has("a") || !name.startsWith(".")) && !ignored.some((glob) => glob.test(name)));
      const kindOf = (name: string) => run.files.lstat(`${path.replace(/\/$/, "")}/${name}`).kind;
      if (run.has("d")) entries = entries.filter((name) => kindOf(name) === "directory");
      if (wanted.length > 0)
        entries = entries.filter((name) => kindOf(name) === "directory" || wanted.some((glob) => glob.test(name)));
      if (run.has("dirsfirst"))
        entries.sort((a, b) => Number(kindOf(b) === "directory") - Number(kindOf(a) === "directory"));
      for (const [i, name] of entries.entries()) {
        const last = i === entries.length - 1;
        const at = `${path.replace(/\/$/, "")}/${name}`;
        await run.out(
          `${run.has("i") ? "" : indent + (last ? "└── " : "├── ")}${shown(name, at, `${full}/${name}`)}\n`,
        );
        if (kindOf(name) === "directory") {
          folders++;
          await run.try(() => walk(at, `${full}/${name}`, `${indent}${last ? "    " : "│   "}`, level + 1), `${at}`);
        } else others++;
      }
    };
    for (const name of run.operands.length > 0 ? run.operands : ["."]) {
      const path = run.path(name);
      if (!run.files.exists(path) || run.files.stat(path).kind !== "directory") {
        await run.out(`${name}  [error opening dir]\n`);
        run.status = 2;
        continue;
      }
      folders++;
      await run.out(`${color ? `\x1b[01;34m${name}\x1b[0m` : name}\n`);
      await walk(path, name.replace(/(?<=.)\/$/, ""), "", 1);
    }
    const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
    const report =
      count(folders, "directory", "directories") + (run.has("d") ? "" : `, ${count(others, "file", "files")}`);
    if (!run.has("noreport")) await run.out(`\n${report}\n`);
    return run.status;
  },
);
