import { FileError } from "../kernel/filesystem.ts";
import { command, Failure } from "./command.ts";
import { UsageError } from "./options.ts";
import { nameIfPlain, quotedName } from "./quoting.ts";

export const basename = command(
  {
    usage: "NAME [SUFFIX]",
    about: "Print NAME with any leading directory components removed.",
    short: "as:z",
    long: "multiple=a suffix:=s zero=z",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const many = run.has("a") || run.has("s");
    const extra = run.operands[2];
    if (!many && extra !== undefined) {
      await run.process.stderr.write(
        `basename: extra operand ${run.quote(extra)}\nTry 'basename --help' for more information.\n`,
      );
      return 1;
    }
    const suffix = run.options.value("s") ?? (many ? "" : (run.operands[1] ?? ""));
    const names = many ? run.operands : run.operands.slice(0, 1);
    for (const name of names) {
      const base = name.replace(/(?<=.)\/+$/, "").replace(/.*\/(?=.)/, "");
      const cut = suffix !== "" && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
      await run.out(cut + (run.has("z") ? "\0" : "\n"));
    }
    return 0;
  },
);

export const dirname = command(
  {
    usage: "NAME...",
    about: "Output each NAME with its last non-slash component removed.",
    short: "z",
    long: "zero=z",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    for (const name of run.operands) {
      const bare = name.replace(/\/+$/, "");
      const cut = bare.lastIndexOf("/");
      const folder =
        bare === "" ? (name === "" ? "." : "/") : cut < 0 ? "." : bare.slice(0, cut).replace(/\/+$/, "") || "/";
      await run.out(folder + (run.has("z") ? "\0" : "\n"));
    }
  },
);

export const realpath = command(
  {
    usage: "[OPTION]... FILE...",
    about: "Print the resolved absolute file name.",
    short: "eEmLPqsz",
    long: "canonicalize-existing=e canonicalize-missing=m quiet=q no-symlinks=s strip=s zero=z relative-to:",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    for (const name of run.operands) {
      const words = (error: FileError) => `${nameIfPlain(name)}: ${error.message}`;
      const path = await run.try(
        () =>
          run.has("s")
            ? run.path(name)
            : canonical(run.path(name), run.has("m") ? "missing" : run.has("e") || run.busybox ? "existing" : "last"),
        words,
      );
      if (path !== undefined) await run.out(path + (run.has("z") ? "\0" : "\n"));
    }
    function canonical(path: string, may: "existing" | "last" | "missing"): string {
      if (may === "existing" || run.files.exists(path)) return run.files.realpath(path);
      const bare = path.replace(/\/+$/, "");
      const cut = bare.lastIndexOf("/");
      const parent = bare.slice(0, cut) || "/";
      const folder = may === "missing" ? canonical(parent, "missing") : run.files.realpath(parent);
      return `${folder === "/" ? "" : folder}/${bare.slice(cut + 1)}`;
    }
  },
);

export const readlink = command(
  {
    usage: "[OPTION]... FILE...",
    about: "Print value of a symbolic link or canonical file name.",
    short: "efmnqsvz",
    long: "canonicalize=f canonicalize-existing=e canonicalize-missing=m no-newline=n zero=z",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    for (const name of run.operands) {
      try {
        const path = run.path(name);
        let shown: string;
        if (!["e", "f", "m"].some((key) => run.has(key))) shown = run.files.readlink(path);
        else if (run.has("e") || run.files.exists(path)) shown = run.files.realpath(path);
        else {
          const cut = path.lastIndexOf("/");
          const folder = run.files.realpath(path.slice(0, cut) || "/");
          shown = `${folder === "/" ? "" : folder}/${path.slice(cut + 1)}`;
        }
        await run.out(shown + (run.has("n") && run.operands.length === 1 ? "" : run.has("z") ? "\0" : "\n"));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        run.status = 1;
        if (run.has("v")) await run.warn(`${name}: ${error.message}`);
      }
    }
  },
);

export const mktemp = command(
  {
    usage: "[OPTION]... [TEMPLATE]",
    about: "Create a temporary file or directory, safely, and print its name.",
    short: "dup:qt",
    long: "directory=d dry-run=u tmpdir?=p quiet=q suffix:",
    operands: [0, 1],
  },
  async (run) => {
    const [given] = run.operands;
    const template = given ?? "tmp.XXXXXXXXXX";
    const folder =
      run.has("p") || run.has("t") || given === undefined
        ? run.options.value("p") || run.process.env.TMPDIR || "/tmp"
        : undefined;
    const match = /^(.*?)(X{3,})([^X/]*)$/.exec(template);
    if (!match) throw new Failure(`too few X's in template ${run.quote(template)}`);
    const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const chosen = [...(match[2] ?? "")].map(() => run.process.machine.random.pick([...letters]) ?? "x").join("");
    const name = `${folder === undefined ? "" : `${folder}/`}${match[1]}${chosen}${match[3]}${run.options.value("suffix") ?? ""}`;
    const what = run.has("d") ? "directory" : "file";
    const done = await run.try(
      () => {
        if (run.has("u")) return true;
        if (run.has("d")) run.files.mkdir(run.path(name), { mode: 0o700 });
        else run.files.writeFile(run.path(name), "", { mode: 0o600 });
        return true;
      },
      `failed to create ${what} via template ${run.quote(folder === undefined ? template : `${folder}/${template}`)}`,
    );
    if (done) await run.out(`${name}\n`);
  },
);

export const truncate = command(
  {
    usage: "OPTION... FILE...",
    about: "Shrink or extend the size of each FILE to the specified size.",
    short: "cs:r:o",
    long: "no-create=c size:=s reference:=r",
  },
  async (run) => {
    const text = run.options.value("s");
    const match = /^([-+]?)(\d+)([KMG]?)$/.exec(text ?? "");
    if (text === undefined)
      throw new UsageError(`you must specify either ${run.quote("--size")} or ${run.quote("--reference")}`);
    if (!match) throw new Failure(`Invalid number: ${run.quote(text)}`);
    if (run.operands.length === 0) throw new UsageError("missing file operand");
    const amount = Number(match[2]) * 1024 ** " KMG".indexOf(match[3] || " ");
    for (const name of run.operands) {
      const path = run.path(name);
      if (run.has("c") && !run.files.exists(path)) continue;
      await run.try(
        () => {
          const old = run.files.exists(path) ? run.files.readFile(path) : "";
          const size = Math.max(
            0,
            match[1] === "+" ? old.length + amount : match[1] === "-" ? old.length - amount : amount,
          );
          if (size > 64 * 1024 ** 2) run.files.writeFile(path, "", { size });
          else run.files.writeFile(path, old.slice(0, size).padEnd(size, "\0"));
        },
        `cannot open ${quotedName(name)} for writing`,
      );
    }
  },
);
