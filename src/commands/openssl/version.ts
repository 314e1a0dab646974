import type { Process } from "../../kernel/process.ts";
import { opensslOptions } from "./openssl-options.ts";

/** The version that each distribution has. */
const VERSIONS: Readonly<Record<string, string>> = {
  bookworm: "3.0.22",
  trixie: "3.5.9",
  forky: "3.6.5",
};

/** `openssl version`: its number alone, since the day of a release is not known here. */
export async function version(process: Process, args: readonly string[]): Promise<number> {
  opensslOptions(args, ["a", "v"]);
  const { files } = process.machine;
  const release = files.exists("/etc/os-release") ? files.readFile("/etc/os-release") : "";
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1] ?? "";
  await process.stdout.write(`OpenSSL ${VERSIONS[codename] ?? (/^ID=alpine/m.test(release) ? "3.5.4" : "3.6.5")}\n`);
  return 0;
}
