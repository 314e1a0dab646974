import { encode } from "../kernel/bytes.ts";
import { md5 } from "../kernel/md5.ts";
import { sha256 } from "../kernel/sha256.ts";
import { command, type Run } from "./command.ts";
import { nameIfPlain } from "./quoting.ts";
import { linesOf, wholeText } from "./text.ts";

type Digest = (bytes: Uint8Array<ArrayBuffer>) => string | Promise<string>;

/** WebCrypto's digests, which pages outside a secure context do not have. */
const subtle =
  (name: string): Digest =>
  async (bytes) => {
    const made = new Uint8Array(await crypto.subtle.digest(name, bytes));
    return Array.from(made, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

function checksum(label: string, length: number, digest: Digest) {
  return command(
    {
      usage: "[OPTION]... [FILE]...",
      about: `Print or check ${label} checksums.`,
      short: "bctwsz",
      long: "binary=b check=c text=t warn=w status=s quiet tag ignore-missing strict zero=z",
    },
    async (run) => {
      // The sum is work of the page's own, outside the lab's time.
      const sum = (text: string) => run.process.machine.clock.hold(Promise.resolve(digest(encode(text))));
      if (run.has("c")) return verify(run, length, sum);
      const words = (name: string, error: Error) =>
        run.busybox ? `can't open '${name}': ${error.message}` : `${nameIfPlain(name)}: ${error.message}`;
      for await (const { name, input } of run.inputs(run.operands, words)) {
        const made = await sum(await wholeText(run.process, input));
        await run.out(run.has("tag") ? `${label} (${name}) = ${made}\n` : `${made}  ${name}\n`);
      }
      return run.status;
    },
  );
}

async function verify(run: Run, length: number, sum: (text: string) => Promise<string>): Promise<number> {
  let failed = 0;
  let missing = 0;
  let malformed = 0;
  let formed = 0;
  for await (const { name: list, input } of run.inputs()) {
    for (const line of linesOf(await wholeText(run.process, input))) {
      const match = new RegExp(`^([0-9a-fA-F]{${length}}) [ *](.+)$`).exec(line);
      const [, wanted = "", name = ""] = match ?? [];
      if (!match) {
        malformed++;
        continue;
      }
      const file = await run.open(name);
      if (!file) {
        missing++;
        if (!run.has("s")) await run.out(`${name}: FAILED open or read\n`);
        continue;
      }
      formed++;
      const good = (await sum(await wholeText(run.process, file))) === wanted.toLowerCase();
      if (!good) failed++;
      if (!run.has("s") && !(good && run.has("quiet"))) await run.out(`${name}: ${good ? "OK" : "FAILED"}\n`);
    }
    if (formed + missing === 0) {
      await run.warn(`${list === "-" ? "'standard input'" : list}: no properly formatted checksum lines found`);
      malformed = 0;
    }
  }
  const warning = (count: number, one: string, many: string) =>
    run.warn(`WARNING: ${count} ${count === 1 ? one : many}`);
  if (malformed > 0)
    await run.warn(`WARNING: ${malformed} line${malformed === 1 ? " is" : "s are"} improperly formatted`, run.status);
  if (missing > 0) await warning(missing, "listed file could not be read", "listed files could not be read");
  if (failed > 0) await warning(failed, "computed checksum did NOT match", "computed checksums did NOT match");
  return run.status;
}

export const md5sum = checksum("MD5", 32, md5);
export const sha1sum = checksum("SHA1", 40, subtle("SHA-1"));
export const sha256sum = checksum("SHA256", 64, sha256);
export const sha512sum = checksum("SHA512", 128, subtle("SHA-512"));
