import type { Process } from "../../kernel/process.ts";
import { toolVersion } from "../tool-versions.ts";
import { opensslOptions } from "./openssl-options.ts";

/** `openssl version`: its number alone, since the day of a release is not known of all. */
export async function version(process: Process, args: readonly string[]): Promise<number> {
  opensslOptions(args, ["a", "v"]);
  await process.stdout.write(`OpenSSL ${toolVersion(process.machine.files, "openssl")}\n`);
  return 0;
}
