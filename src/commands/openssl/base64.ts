import { decode, encode } from "../../kernel/bytes.ts";
import { FileError } from "../../kernel/filesystem.ts";
import { openInput, openOutput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { opensslOptions } from "./openssl-options.ts";

const LINE = 64;

/** Bytes in base64, in lines of 64 letters. */
export function base64Lines(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return (text.match(new RegExp(`.{1,${LINE}}`, "g")) ?? []).map((line) => `${line}\n`).join("");
}

/** `openssl base64`, and `openssl enc -base64`. */
export async function base64(process: Process, args: readonly string[]): Promise<number> {
  const { values } = opensslOptions(args, ["d", "e", "A", "in=", "out="], "option or cipher");
  const name = values.get("in");
  let text: string;
  try {
    text = await readAll(name === undefined ? process.stdin : openInput(process, name), process.signal);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await process.stderr.write(`Can't open "${name}" for reading, ${error.message}\n`);
    return 1;
  }
  const output = values.has("out") ? openOutput(process, values.get("out") ?? "") : process.stdout;
  const isJoined = values.has("A");
  if (!values.has("d")) {
    const lines = base64Lines(encode(text));
    await output.write(isJoined ? lines.replaceAll("\n", "") : lines);
    return 0;
  }
  const bytes = decoded(text);
  if (bytes.length > 0) await output.write(decode(bytes));
  return 0;
}

/** What is no base64 gives nothing, without a word. */
function decoded(text: string): Uint8Array {
  const letters = text.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(letters) || letters.length % 4 !== 0) return new Uint8Array();
  return Uint8Array.from(atob(letters), (char) => char.charCodeAt(0));
}
