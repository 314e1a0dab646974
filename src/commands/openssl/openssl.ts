import { languageOf, notSimulated } from "../../cli/not-simulated.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { base64 } from "./base64.ts";
import { dgst } from "./dgst.ts";
import { OptionError } from "./openssl-options.ts";
import { passwd } from "./passwd.ts";
import { rand } from "./rand.ts";
import { version } from "./version.ts";

/** A command of openssl's: what stands after its name. @returns the status */
type Command = (process: Process, args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = { rand, version, passwd, dgst, base64 };

const DIGESTS = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];

/** What openssl has besides. */
const OTHERS: ReadonlySet<string> = new Set(
  (
    "asn1parse ca ciphers cmp cms crl crl2pkcs7 dhparam dsa dsaparam ec ecparam enc engine errstr fipsinstall gendsa genpkey " +
    "genrsa info kdf list mac nseq ocsp pkcs12 pkcs7 pkcs8 pkey pkeyparam pkeyutl prime rehash req rsa rsautl s_client s_server " +
    "s_time sess_id skeyutl smime speed spkac srp storeutl ts verify x509"
  ).split(" "),
);

/** OpenSSL's command line, as far as digests, random bytes and passwords go. */
export const openssl: Program = async (process) => {
  const [name, ...args] = process.args.slice(1);
  try {
    if (name === undefined || name === "help" || name === "-help" || name === "--help") return await overview(process);
    if (name === "enc" && args.some((arg) => arg === "-base64" || arg === "-a"))
      return await base64(
        process,
        args.filter((arg) => arg !== "-base64" && arg !== "-a"),
      );
    if (DIGESTS.includes(name)) return await dgst(process, [`-${name}`, ...args]);
    const command = Object.hasOwn(COMMANDS, name.replace(/^--?(?=version$)/, ""))
      ? COMMANDS[name.replace(/^-+/, "")]
      : undefined;
    if (command) return await command(process, args);
    if (OTHERS.has(name)) {
      const text = notSimulated(`openssl ${name}`, languageOf(process.env));
      await process.stderr.write(
        `${text.replace("un Docker de verdad", "un OpenSSL de verdad").replace("a real Docker", "a real OpenSSL")}\n`,
      );
      return 1;
    }
    await process.stderr.write(`Invalid command '${name}'; type "help" for a list.\n`);
    return 1;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    await process.stderr.write(`${name}: ${error.message}\n${name}: Use -help for summary.\n`);
    return 1;
  }
};

async function overview(process: Process): Promise<number> {
  const columns = (names: readonly string[]) =>
    names.map((name, i) => name.padEnd(18) + ((i + 1) % 4 === 0 || i === names.length - 1 ? "\n" : "")).join("");
  await process.stderr.write(
    `help:\n\nStandard commands\n${columns(["dgst", "enc", "passwd", "rand", "version"])}\n` +
      `Message Digest commands (see the \`dgst' command for more details)\n${columns(DIGESTS)}\n` +
      `Cipher commands (see the \`enc' command for more details)\n${columns(["base64"])}\n`,
  );
  return 0;
}
