import { byteLength, decode, encode } from "../kernel/bytes.ts";
import { FileError } from "../kernel/filesystem.ts";
import { openInput, openOutput } from "../kernel/open.ts";
import type { Program } from "../kernel/process.ts";
import { countOf } from "./formats.ts";
import { byteSlice } from "./line-counts.ts";
import { quotedName } from "./quoting.ts";

/** More than this is not kept byte for byte: the file then only has its size. */
const MOST_KEPT = 32 * 1024 ** 2;

/** `dd if=… of=… bs=… count=…`; writes what it did on standard error. */
export const dd: Program = async (process) => {
  const say = (text: string) => process.stderr.write(text);
  const values = new Map<string, string>();
  for (const arg of process.args.slice(1)) {
    const [name = "", value] = arg.split(/=(.*)/s);
    if (value === undefined || !/^(if|of|bs|ibs|obs|count|skip|seek|conv|status|iflag|oflag)$/.test(name)) {
      await say(`dd: unrecognized operand ‘${arg}’\nTry 'dd --help' for more information.\n`);
      return 1;
    }
    values.set(name, value);
  }
  const number = (name: string, byDefault: number) => countOf(values.get(name) ?? String(byDefault));
  const [block, count, skip, seek] = [
    number("bs", 512),
    number("count", Number.MAX_SAFE_INTEGER),
    number("skip", 0),
    number("seek", 0),
  ];
  for (const [name, value] of Object.entries({ bs: block, count, skip, seek })) {
    if (value === undefined || (name === "bs" && value === 0)) {
      await say(`dd: invalid number: ‘${values.get(name)}’\n`);
      return 1;
    }
  }
  const size = block ?? 512;
  const from = values.get("if");
  const to = values.get("of");
  const start = process.machine.clock.now();
  let data = "";
  let copied = 0;
  const limit = (count ?? 0) * size;
  const before = (skip ?? 0) * size;
  try {
    const input = from === undefined ? process.stdin : openInput(process, from);
    for (let piece = await input.read(); piece !== null && copied < limit + before; piece = await input.read()) {
      copied += byteLength(piece);
      if (copied <= MOST_KEPT) data += piece;
      await process.breathe();
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await say(`dd: failed to open ${quotedName(from ?? "")}: ${error.message}\n`);
    return 1;
  }
  copied = Math.max(0, Math.min(copied - before, limit));
  try {
    let text = byteSlice(data, before, before + copied);
    if (to === undefined) await process.stdout.write(text);
    else {
      const path = to.startsWith("/") ? to : `${process.cwd}/${to}`;
      const keepsRest = values.get("conv")?.includes("notrunc") ?? false;
      const old =
        (seek || keepsRest) && process.files.exists(path) ? encode(process.files.readFile(path)) : new Uint8Array();
      const offset = (seek ?? 0) * size;
      if (offset > 0 || old.length > 0) {
        const whole = new Uint8Array(Math.max(keepsRest ? old.length : 0, offset + byteLength(text)));
        whole.set(old.subarray(0, keepsRest ? old.length : offset));
        whole.set(encode(text), offset);
        text = decode(whole);
      }
      if (copied > MOST_KEPT && !process.files.exists(path)) process.files.writeFile(path, "", { size: copied });
      else await openOutput(process, to).write(text);
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await say(`dd: failed to open ${quotedName(to ?? "")}: ${error.message}\n`);
    return 1;
  }
  // A disk of the lab writes half a gigabyte a second.
  const seconds = Math.max((process.machine.clock.now() - start) / 1000, copied / 5e8, 0.0001);
  const records = `${Math.floor(copied / size)}+${copied % size > 0 ? 1 : 0}`;
  const status = values.get("status");
  if (status === "none") return 0;
  await say(`${records} records in\n${records} records out\n`);
  if (status === "noxfer") return 0;
  const units = copied >= 1000 ? ` (${size10(copied)}, ${size2(copied)})` : "";
  await say(
    `${copied} byte${copied === 1 ? "" : "s"}${units} copied, ${Number(seconds.toPrecision(6))} s, ${size10(Math.floor(copied / seconds))}/s\n`,
  );
  return 0;
};

/** `3.2 MB`, and `3.0 MiB`. */
const size10 = (bytes: number) => rounded(bytes, 1000, ["B", "kB", "MB", "GB", "TB"]);
const size2 = (bytes: number) => rounded(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);

function rounded(bytes: number, base: number, units: readonly string[]): string {
  let [value, unit] = [bytes, 0];
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  return `${value < 10 && unit > 0 ? (Math.round(value * 10) / 10).toFixed(1) : Math.round(value)} ${units[unit]}`;
}
