import { languageOf } from "../cli/not-simulated.ts";
import { decode, encode } from "../kernel/bytes.ts";
import { FileError, type FileSystem } from "../kernel/filesystem.ts";
import { gunzip, gzip, isGzip } from "../kernel/gzip.ts";
import { openInput, openOutput } from "../kernel/open.ts";
import { readTar, type TarEntry, TarError, writeTar } from "../kernel/tar.ts";
import { groupName, userName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { modeText } from "./formats.ts";
import { globRegex } from "./glob-regex.ts";
import { wholeText } from "./text.ts";
import { strftime } from "./time-text.ts";

/** What a binary of ours stands for travels beside its bytes, as in the archives of images. */
const PROGRAM = "user.darsena.program";
const SIZE = "user.darsena.size";

/** `tar xzf a.tgz`: the first word may do without its dash; values follow in the letters' order. */
function oldStyle(args: readonly string[]): readonly string[] {
  const [first = "", ...rest] = args;
  if (!/^[A-Za-z]+$/.test(first) || !/[cxtru]/.test(first)) return args;
  const out: string[] = [];
  for (const letter of first) {
    out.push(`-${letter}`);
    if ("fCT".includes(letter)) out.push(rest.shift() ?? "");
  }
  return [...out, ...rest];
}

export const tar = command(
  {
    usage: "[OPTION...] [FILE]...",
    about: "Save many files together into a single archive, and restore them.",
    short: "cxtruf:zjJavC:T:pPkmoOhSwW",
    long:
      "create=c extract=x get=x list=t append=r file:=f gzip=z gunzip=z bzip2=j xz=J auto-compress=a verbose=v directory:=C " +
      "files-from:=T preserve-permissions=p absolute-names=P to-stdout=O dereference=h exclude: strip-components: keep-old-files=k " +
      "no-same-owner=o numeric-owner wildcards owner: group: transform: one-top-level? overwrite",
    failure: 2,
    before: oldStyle,
  },
  async (run) => {
    const modes = ["c", "x", "t", "r"].filter((key) => run.has(key));
    if (modes.length === 0)
      throw new Failure(
        "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\nTry 'tar --help' or 'tar --usage' for more information.",
        2,
      );
    if (modes.length > 1)
      throw new Failure(
        "You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option\nTry 'tar --help' or 'tar --usage' for more information.",
        2,
      );
    if (run.has("j") || run.has("J")) {
      const name = run.has("j") ? "bzip2" : "xz";
      const spanish = languageOf(run.process.env) === "es";
      throw new Failure(
        `${name}: ${spanish ? "este laboratorio solo comprime con gzip (-z)" : "this lab compresses with gzip only (-z)"}`,
        2,
      );
    }
    return run.has("c") ? create(run) : run.has("r") ? append(run) : readArchive(run);
  },
);

const folderOf = (run: Run) => run.path(run.options.value("C") ?? ".");

async function cannotOpen(run: Run, name: string, error: unknown): Promise<number> {
  if (!(error instanceof FileError)) throw error;
  if (run.busybox) await run.warn(`can't open '${name}': ${error.message}`);
  else {
    await run.warn(`${name}: Cannot open: ${error.message}`);
    await run.warn("Error is not recoverable: exiting now");
  }
  return run.busybox ? 1 : 2;
}

async function create(run: Run): Promise<number> {
  const target = run.options.value("f") ?? "-";
  if (run.operands.length === 0)
    throw new Failure(
      "Cowardly refusing to create an empty archive\nTry 'tar --help' or 'tar --usage' for more information.",
      2,
    );
  if (target === "-" && run.process.stdout.isTTY)
    throw new Failure(
      "Refusing to write archive contents to terminal (missing -f option?)\ntar: Error is not recoverable: exiting now",
      2,
    );
  const entries = await collect(run);
  const { clock } = run.process.machine;
  const plain = writeTar(entries);
  const zipped = run.has("z") || (run.has("a") && /\.t?gz$/.test(target));
  const bytes = zipped ? await clock.hold(gzip(plain)) : plain;
  try {
    const output = target === "-" ? run.process.stdout : openOutput(run.process, target);
    await output.write(decode(bytes));
  } catch (error) {
    return cannotOpen(run, target, error);
  }
  return finish(run);
}

async function append(run: Run): Promise<number> {
  const name = run.options.value("f") ?? "";
  const path = run.path(name);
  const before = run.files.exists(path) ? readTar(encode(run.files.readFile(path))) : [];
  run.files.writeFile(path, decode(writeTar([...before, ...(await collect(run))])));
  return finish(run);
}

async function finish(run: Run): Promise<number> {
  if (run.status !== 0) await run.warn("Exiting with failure status due to previous errors");
  return run.status;
}

/** The entries of what the operands name, told of with -v. */
async function collect(run: Run): Promise<TarEntry[]> {
  const excluded = run.options.values("exclude").map((glob) => globRegex(glob.replace(/\/$/, "")));
  const entries: TarEntry[] = [];
  const seen = new Map<number, string>();
  let stripped = false;
  const visit = async (name: string, path: string): Promise<void> => {
    const { files } = run;
    const stats = await run.try(
      () => (run.has("h") ? files.stat(path) : files.lstat(path)),
      (error) => (run.busybox ? `${name}: ${error.message}` : `${name}: Cannot stat: ${error.message}`),
    );
    if (!stats) return;
    if (
      excluded.some(
        (glob) => glob.test(name) || glob.test(name.replace(/.*\//, "")) || glob.test(name.replace(/^\.\//, "")),
      )
    )
      return;
    const bare = run.has("P") ? name : name.replace(/^\/+/, "");
    if (bare !== name && !stripped) {
      stripped = true;
      await run.warn(`${run.busybox ? "removing leading '/'" : "Removing leading `/'"} from member names`, run.status);
    }
    const { mode, uid, gid, mtime, kind } = stats;
    const common = { path: bare.replace(/(?<=.)\/+$/, ""), mode, uid, gid, mtime: Math.floor(mtime / 1000) * 1000 };
    if (run.has("v")) await say(run, kind === "directory" ? `${bare.replace(/\/+$/, "")}/` : bare);
    const first = stats.links > 1 ? seen.get(stats.inode) : undefined;
    if (kind === "directory") {
      entries.push({ ...common, kind });
      const names = await run.try(() => files.readdir(path), `${name}: Cannot open`);
      for (const entry of names ?? [])
        await visit(`${name.replace(/\/+$/, "")}/${entry}`, `${path.replace(/\/+$/, "")}/${entry}`);
    } else if (kind === "symlink") entries.push({ ...common, kind, target: stats.target ?? "" });
    else if (kind === "socket") await run.warn(`${name}: socket ignored`, run.status);
    else if (first !== undefined && kind === "file") entries.push({ ...common, kind: "link", target: first });
    else if (kind === "file") {
      seen.set(stats.inode, common.path);
      const content = await run.try(() => files.readFile(path), `${name}: Cannot open`);
      if (content === undefined) return;
      const binary =
        stats.program === undefined ? {} : { attributes: { [PROGRAM]: stats.program, [SIZE]: String(stats.size) } };
      entries.push({ ...common, kind, content: encode(content), ...binary });
    } else entries.push({ ...common, kind });
  };
  const folder = folderOf(run);
  for (const operand of run.operands) {
    await visit(operand, operand.startsWith("/") ? operand : `${folder === "/" ? "" : folder}/${operand}`);
  }
  return entries;
}

/** -v goes to standard error when the archive goes to standard output. */
function say(run: Run, line: string): Promise<void> {
  const target = run.options.value("f") ?? "-";
  return (run.has("c") && target === "-" ? run.process.stderr : run.process.stdout).write(`${line}\n`);
}

async function readArchive(run: Run): Promise<number> {
  const name = run.options.value("f") ?? "-";
  const { clock } = run.process.machine;
  let entries: TarEntry[];
  try {
    const input = name === "-" ? run.process.stdin : openInput(run.process, name);
    const bytes = encode(await wholeText(run.process, input));
    if (run.has("z") && !isGzip(bytes)) throw new TarError("not in gzip format");
    entries = readTar(isGzip(bytes) ? await clock.hold(gunzip(bytes)) : bytes);
  } catch (error) {
    if (!(error instanceof TarError || error instanceof TypeError)) return cannotOpen(run, name, error);
    if (run.has("z") && error instanceof TarError && error.message === "not in gzip format")
      await run.process.stderr.write("\ngzip: stdin: not in gzip format\ntar: Child returned status 1\n");
    else await run.warn(run.busybox ? "invalid tar magic" : "This does not look like a tar archive");
    if (!run.busybox)
      await run.warn(
        run.has("z") ? "Error is not recoverable: exiting now" : "Exiting with failure status due to previous errors",
      );
    return run.busybox ? 1 : 2;
  }
  const wanted = run.operands.map((operand) => ({
    operand,
    glob: globRegex(operand.replace(/\/$/, "")),
    found: false,
  }));
  const excluded = run.options.values("exclude").map((glob) => globRegex(glob));
  const strip = Number(run.options.value("strip-components") ?? 0);
  for (const entry of entries) {
    const shown = entry.kind === "directory" ? `${entry.path}/` : entry.path;
    if (wanted.length > 0) {
      const match = wanted.filter(
        ({ operand, glob }) => glob.test(entry.path) || entry.path.startsWith(`${operand.replace(/\/$/, "")}/`),
      );
      for (const one of match) one.found = true;
      if (match.length === 0) continue;
    }
    if (excluded.some((glob) => glob.test(entry.path) || glob.test(entry.path.replace(/.*\//, "")))) continue;
    if (run.has("t")) await run.out(`${run.has("v") ? longLine(run, entry, shown) : shown}\n`);
    else {
      const path = strip === 0 ? entry.path : entry.path.split("/").slice(strip).join("/");
      if (path === "") continue;
      if (run.has("v")) await run.out(`${shown}\n`);
      await extract(run, entry, path);
    }
  }
  for (const { operand, found } of wanted) if (!found) await run.warn(`${operand}: Not found in archive`);
  return finish(run);
}

function longLine(run: Run, entry: TarEntry, shown: string): string {
  const { kind, mode, uid, gid, content, target, mtime } = entry;
  const letters = modeText({ kind: kind === "link" ? "file" : kind, mode }).replace(/^./, (letter) =>
    kind === "link" ? "h" : letter,
  );
  const owner = run.has("numeric-owner") ? `${uid}/${gid}` : `${userName(run.files, uid)}/${groupName(run.files, gid)}`;
  const size = String(content?.length ?? 0);
  const pad = Math.max(1, 19 - owner.length);
  const link = kind === "symlink" ? ` -> ${target}` : kind === "link" ? ` link to ${target}` : "";
  return `${letters} ${owner}${size.padStart(pad)} ${strftime("%Y-%m-%d %H:%M", mtime)} ${shown}${link}`;
}

async function extract(run: Run, entry: TarEntry, path: string): Promise<void> {
  const { files } = run;
  const folder = folderOf(run);
  const full =
    path.startsWith("/") && run.has("P") ? path : `${folder === "/" ? "" : folder}/${path.replace(/^\/+/, "")}`;
  if (run.has("O")) {
    if (entry.kind === "file") await run.out(decode(entry.content ?? new Uint8Array()));
    return;
  }
  if (path.split("/").includes("..")) {
    await run.warn(`${path}: Member name contains '..'`);
    return;
  }
  await run.try(
    () => place(files, entry, full, folder),
    (error) => `${path}: Cannot open: ${error.message}`,
  );
  if (run.process.user.uid === 0 && !run.has("o") && entry.kind !== "symlink") files.chown(full, entry.uid, entry.gid);
}

function place(files: FileSystem, entry: TarEntry, full: string, folder: string): void {
  const parent = full.slice(0, full.lastIndexOf("/"));
  if (parent !== "") files.mkdir(parent, { recursive: true });
  if (entry.kind === "directory") {
    files.mkdir(full, { recursive: true });
    files.chmod(full, entry.mode);
    return;
  }
  if (files.exists(full) && files.stat(full).kind !== "directory") files.unlink(full);
  if (entry.kind === "symlink") files.symlink(entry.target ?? "", full);
  else if (entry.kind === "link") files.link(`${folder === "/" ? "" : folder}/${entry.target ?? ""}`, full);
  else if (entry.kind === "file") {
    const program = entry.attributes?.[PROGRAM];
    if (program === undefined) files.writeFile(full, decode(entry.content ?? new Uint8Array()), { mode: entry.mode });
    else files.writeFile(full, "", { mode: entry.mode, program, size: Number(entry.attributes?.[SIZE]) });
    files.chmod(full, entry.mode);
    files.touch(full, entry.mtime);
  }
}
