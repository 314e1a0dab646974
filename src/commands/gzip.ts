import { decode, encode } from "../kernel/bytes.ts";
import { gzip as deflate, gunzip as inflate, isGzip } from "../kernel/gzip.ts";
import { command, type Run } from "./command.ts";
import { wholeText } from "./text.ts";

/** `gzip`, and as `gunzip` and `zcat` with -d and -dc taken for granted. */
function gzipAs(always: readonly string[]) {
  return command(
    {
      usage: "[OPTION]... [FILE]...",
      about: "Compress or uncompress FILEs (by default, compress FILES in-place).",
      short: "cdfhklLnNqrtvS:123456789",
      long: "stdout=c to-stdout=c decompress=d uncompress=d force=f keep=k list=l quiet=q recursive=r test=t verbose=v fast=1 best=9 name=N no-name=n",
    },
    async (run) => {
      const has = (key: string) => always.includes(key) || run.has(key);
      const { clock } = run.process.machine;
      const convert = async (text: string, name: string): Promise<string | undefined> => {
        const bytes = encode(text);
        if (!has("d") && !has("t") && !has("l")) return decode(await clock.hold(deflate(bytes)));
        // With -f, what is not compressed goes through as it is (zcat -f reads rotated logs, old and new).
        if (!isGzip(bytes) && has("d") && has("c") && has("f")) return text;
        if (!isGzip(bytes)) {
          await run.process.stderr.write(
            run.busybox ? `${run.name}: invalid magic\n` : `\ngzip: ${name}: not in gzip format\n`,
          );
          run.status = 1;
          return undefined;
        }
        return decode(await clock.hold(inflate(bytes)));
      };
      if (run.operands.length === 0 || run.operands[0] === "-") {
        if (!has("d") && run.process.stdout.isTTY && !has("f")) {
          await run.process.stderr.write(
            "gzip: compressed data not written to a terminal. Use -f to force compression.\nFor help, type: gzip -h\n",
          );
          return 1;
        }
        const made = await convert(await wholeText(run.process, run.process.stdin), "stdin");
        if (made !== undefined) await run.out(made);
        return run.status;
      }
      for (const name of run.operands) await convertFile(run, name, has, convert);
      return run.status;
    },
  );
}

async function convertFile(
  run: Run,
  name: string,
  has: (key: string) => boolean,
  convert: (text: string, name: string) => Promise<string | undefined>,
): Promise<void> {
  const unpack = has("d") || has("t") || has("l");
  let path = run.path(name);
  // `gunzip x` also finds x.gz.
  if (unpack && !run.files.exists(path) && run.files.exists(`${path}.gz`)) path += ".gz";
  const stats = await run.try(() => run.files.stat(path), name);
  if (!stats) return;
  if (stats.kind === "directory") {
    await run.warn(`${name} is a directory -- ignored`, 2);
    return;
  }
  const suffix = /\.(gz|tgz)$/.exec(path);
  if (unpack && !suffix && !has("c") && !has("t")) {
    await run.warn(`${name}: unknown suffix -- ignored`, 2);
    return;
  }
  if (!unpack && suffix && !has("c") && !has("f")) {
    await run.warn(`${name} already has .gz suffix -- unchanged`, 2);
    return;
  }
  const before = run.files.readFile(path);
  const made = await convert(before, name);
  if (made === undefined || has("t")) return;
  if (has("l")) {
    const [packed, plain] = [encode(before).length, encode(made).length];
    await run.out(
      `         compressed        uncompressed  ratio uncompressed_name\n${String(packed).padStart(19)} ${String(plain).padStart(19)} ${ratio(packed, plain)} ${name.replace(/\.gz$/, "")}\n`,
    );
    return;
  }
  if (has("c")) {
    await run.out(made);
    return;
  }
  const target = unpack ? path.replace(/\.gz$/, "").replace(/\.tgz$/, ".tar") : `${path}.gz`;
  if (run.files.exists(target) && !has("f")) {
    await run.warn(`${target.replace(/.*\//, "")} already exists;\tnot overwritten`, 2);
    return;
  }
  run.files.writeFile(target, made, { mode: stats.mode });
  run.files.touch(target, stats.mtime);
  if (!has("k")) run.files.unlink(path);
  if (has("v")) {
    const [packed, plain] = unpack
      ? [encode(before).length, encode(made).length]
      : [encode(made).length, encode(before).length];
    await run.process.stderr.write(
      `${name}:\t${ratio(packed, plain)} -- ${has("k") ? "created" : "replaced with"} ${target.replace(/.*\//, "")}\n`,
    );
  }
}

const ratio = (packed: number, plain: number) =>
  `${(plain === 0 ? 0 : (1 - (packed - 18) / plain) * 100).toFixed(1).padStart(5)}%`;

export const gzip = gzipAs([]);
export const gunzip = gzipAs(["d"]);
export const zcat = gzipAs(["d", "c"]);
