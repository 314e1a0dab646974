import { languageOf, notSimulated } from "../../cli/not-simulated.ts";
import { encode } from "../../kernel/bytes.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { askSecret } from "../secret-line.ts";
import { newSalt, sha512Crypt, shaCrypt } from "../sha-crypt.ts";
import { md5Crypt } from "./md5-crypt.ts";
import { OptionError, opensslOptions } from "./openssl-options.ts";

/** Letters of a salt: sixteen, and eight of the older kinds. */
const SALT = 16;
const OLD_SALT = 8;

/** `openssl passwd`: a password as /etc/shadow or an htpasswd file holds it. */
export async function passwd(process: Process, args: readonly string[]): Promise<number> {
  const { values, operands } = opensslOptions(args, [
    "1",
    "5",
    "6",
    "apr1",
    "aixmd5",
    "salt=",
    "stdin",
    "in=",
    "noverify",
    "quiet",
    "table",
    "reverse",
  ]);
  if (values.has("aixmd5") || values.has("in")) {
    await process.stderr.write(`${notSimulated("openssl passwd", languageOf(process.env))}\n`);
    return 1;
  }
  const kind = ["6", "5", "apr1", "1"].find((name) => values.has(name)) ?? "1";
  const passwords = await passwordsOf(process, operands, values.has("stdin"), !values.has("noverify"));
  if (!passwords) return 1;
  for (const password of passwords) {
    const isNew = kind === "6" || kind === "5";
    const made = newSalt((limit) => process.machine.random.below(limit));
    const salt = (values.get("salt") ?? made).slice(0, isNew ? SALT : OLD_SALT);
    const entry =
      kind === "6"
        ? await process.machine.clock.hold(sha512Crypt(password, salt))
        : kind === "5"
          ? shaCrypt(password, salt)
          : md5Crypt(encode(password), salt, kind === "apr1" ? "$apr1$" : "$1$");
    const row = values.has("reverse") ? `${entry}\t${password}` : `${password}\t${entry}`;
    await process.stdout.write(`${values.has("table") ? row : entry}\n`);
  }
  return 0;
}

async function passwordsOf(
  process: Process,
  operands: readonly string[],
  fromInput: boolean,
  verify: boolean,
): Promise<readonly string[] | undefined> {
  if (fromInput) {
    if (operands.length > 0) throw new OptionError("Cannot use -stdin with passwords");
    const text = await readAll(process.stdin, process.signal);
    return text === "" ? [] : text.replace(/\n$/, "").split("\n");
  }
  if (operands.length > 0) return operands;
  const first = await askSecret(process, "Password: ");
  if (first === undefined) return undefined;
  if (verify && (await askSecret(process, "Verifying - Password: ")) !== first) {
    await process.stderr.write("Verify failure\n");
    return undefined;
  }
  return [first];
}
