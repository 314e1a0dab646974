import { decode, encode } from "../../kernel/bytes.ts";
import { FileError } from "../../kernel/filesystem.ts";
import { openInput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { DIGESTS, hmac } from "./digests.ts";
import { opensslOptions } from "./openssl-options.ts";

/** `openssl dgst -sha256 FILE…`, and the same by the digest's own name. */
export async function dgst(process: Process, args: readonly string[]): Promise<number> {
  const { values, operands } = opensslOptions(
    args,
    [...Object.keys(DIGESTS), "r", "c", "hex", "binary", "hmac="],
    "option or message digest",
  );
  const named = [...values.keys()].findLast((name) => Object.hasOwn(DIGESTS, name));
  const digest = DIGESTS[named ?? "sha256"];
  if (!digest) return 1;
  // The digest that nobody named goes by its older name.
  const label = named === undefined ? "SHA256" : digest.label;
  const key = values.get("hmac");
  let status = 0;
  for (const name of operands.length === 0 ? ["-"] : operands) {
    let text: string;
    try {
      text = await readAll(name === "-" ? process.stdin : openInput(process, name), process.signal);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await process.stderr.write(`${name}: ${error.message}\n`);
      status = 1;
      continue;
    }
    const bytes = encode(text);
    const made = key === undefined ? await digest.of(process, bytes) : await hmac(process, digest, key, bytes);
    if (values.has("binary")) {
      await process.stdout.write(decode(made));
      continue;
    }
    const hex = Array.from(made, (byte) => byte.toString(16).padStart(2, "0")).join(values.has("c") ? ":" : "");
    const shown = name === "-" ? "stdin" : name;
    const of = key === undefined || name === "-" ? label : `HMAC-${label}`;
    await process.stdout.write(values.has("r") ? `${hex} *${shown}\n` : `${of}(${shown})= ${hex}\n`);
  }
  return status;
}
