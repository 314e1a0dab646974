import type { CreateProjectOptions } from "../../compose/create.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { parseBool } from "../../engine/go-bool.ts";
import { type CommandContext, CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import type { EnsureImagesOptions } from "./ensure-images.ts";
import { requireService } from "./service-arguments.ts";

/** What `up` and `create` are told of images. @throws CommandError */
export function imageOptions(flags: Flags, quietBuild = false): EnsureImagesOptions {
  return {
    build: flags.bool("build") ? "always" : flags.bool("no-build") ? "never" : "missing",
    pull: pullPolicy(flags),
    quietPull: flags.bool("quiet-pull"),
    quietBuild,
  };
}

/** The text of `--pull`. @throws CommandError */
export function pullPolicy(flags: Flags): string | undefined {
  if (!flags.changed("pull")) return undefined;
  const text = flags.string("pull");
  if (!["always", "missing", "if_not_present", "never", "build"].includes(text))
    throw new CommandError(`invalid --pull option ${JSON.stringify(text)}`);
  return text;
}

/** What `up` and `create` are told of containers. @throws CommandError */
export function createOptions(
  { flags, process }: CommandContext,
  services: readonly string[],
  { timeout }: { readonly timeout: number | undefined },
): CreateProjectOptions {
  // `create` has not all of them.
  const changed = (name: string) => flags.changed(name) && flags.bool(name);
  if (changed("force-recreate") && changed("no-recreate"))
    throw new CommandError("--force-recreate and --no-recreate are incompatible");
  // New anonymous volumes need new containers.
  const force = changed("force-recreate") || changed("renew-anon-volumes");
  const recreate = changed("no-recreate") ? "never" : force ? "force" : "diverged";
  return {
    services,
    recreate,
    recreateDependencies: recreate === "never" ? "never" : changed("always-recreate-deps") ? "force" : "diverged",
    inherit: !changed("renew-anon-volumes"),
    timeout,
    removeOrphans: flags.bool("remove-orphans") || isTrue(process.env.COMPOSE_REMOVE_ORPHANS),
    ignoreOrphans: isTrue(process.env.COMPOSE_IGNORE_ORPHANS),
  };
}

export const isTrue = (text: string | undefined) => text !== undefined && (parseBool(text) ?? text === "y");

/** `web=3`, as `--scale` and `docker compose scale` have it. @throws CommandError, ComposeError */
export function scaled(project: ComposeProject, pairs: readonly string[]): ComposeProject {
  const services = { ...project.services };
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const name = cut < 0 ? pair : pair.slice(0, cut);
    const count = cut < 0 ? "" : pair.slice(cut + 1);
    if (cut < 0 || count === "")
      throw new CommandError(`invalid --scale option ${JSON.stringify(pair)}. Should be SERVICE=NUM`);
    if (!/^\d+$/.test(count)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(count)}: invalid syntax`);
    services[name] = { ...requireService(project, name), scale: Number(count) };
  }
  return { ...project, services };
}

/** Seconds of `-t`, when it was given. */
export const timeoutOf = (flags: Flags) => (flags.changed("timeout") ? flags.int("timeout") : undefined);
