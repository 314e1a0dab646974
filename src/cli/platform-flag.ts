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
  return text === "" ? undefined : parsed(text, prefix);
}

/**
 * The one that matters of those a list asks for: the first that is not here, whose lack will be told of.
 * @throws CommandError
 */
export function platformsFlag(flags: Flags, prefix = ""): string | undefined {
  const all = flags.list("platform").map((text) => parsed(text, prefix));
  return all.find((platform) => platform !== "linux/amd64") ?? all[0];
}

function parsed(text: string, prefix: string): string {
  const platform = parsePlatform(text);
  if (platform instanceof Error) throw new CommandError(`${prefix}${platform.message}`);
  return platform;
}
