import { parsePlatform } from "../engine/image/platform.ts";
import { CommandError } from "./command.ts";
import type { Flags } from "./flags.ts";

/**
 * What `--platform` asks for, in its usual form ("linux/arm64"); undefined without it.
 * @param prefix what the command says before what is wrong
 * @throws CommandError
 */
export function platformFlag(flags: Flags, prefix = ""): string | undefined {
  const text = flags.string("platform");
  if (text === "") return undefined;
  const platform = parsePlatform(text);
  if (platform instanceof Error) throw new CommandError(`${prefix}${platform.message}`);
  return platform;
}
