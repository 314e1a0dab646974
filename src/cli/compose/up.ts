import { createProject } from "../../compose/create.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { startProject } from "../../compose/start.ts";
import { isWatched } from "../../compose/watch/is-watched.ts";
import { anyArgs, type Command, type CommandContext, CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { attachedUp } from "./attached-up.ts";
import { serviceNames } from "./complete.ts";
import { createOptions, imageOptions, isTrue, scaled, timeoutOf } from "./create-options.ts";
import { ensureImages } from "./ensure-images.ts";
import { ComposeInvocation } from "./invocation.ts";
import { requireService } from "./service-arguments.ts";

/** docker/compose, cmd/compose/up.go (recording 13). */
export const command: Command = {
  path: "compose up",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      const detach = checkFlags(flags);
      if (flags.list("attach").length > 0 && flags.bool("attach-dependencies"))
        throw new CommandError("cannot combine --attach and --attach-dependencies");
      const loaded = selectServices(await compose.project(), args);
      if (Object.keys(loaded.services).length === 0) throw new CommandError("no service selected");
      const images = imageOptions(flags, flags.bool("quiet-build"));
      const whole = scaled(loaded, flags.list("scale"));
      const project = withoutUnused(flags.bool("no-deps") ? selectServices(whole, args, false) : whole);
      const exitCodeFrom = flags.string("exit-code-from");
      if (exitCodeFrom !== "") requireService(project, exitCodeFrom);
      const timeout = timeoutOf(flags);
      const options = createOptions(context, args, { timeout });
      const attachTo = attachedServices(project, args, flags);
      const start = !flags.bool("no-start");
      const wait = flags.bool("wait");
      await compose.progress(start ? "Running" : "Creating", async (session) => {
        await ensureImages(compose, session, project, images);
        await createProject(session, project, options);
        if (start && detach) await startProject(session, project, { wait, waitTimeout: flags.int("wait-timeout") });
      });
      if (!start || detach) return 0;
      if (compose.dryRun) {
        await context.out("end of 'compose up' output, interactive run is not supported in dry-run mode\n");
        return 0;
      }
      const watched = isWatched(project);
      if (flags.bool("watch") && !watched)
        throw new CommandError(
          "none of the selected services is configured for watch, see https://docs.docker.com/compose/how-tos/file-watch/",
        );
      return attachedUp(compose, project, {
        services: args,
        attachTo,
        noColor: flags.bool("no-color"),
        noPrefix: flags.bool("no-log-prefix"),
        timestamps: flags.bool("timestamps"),
        menu: hasMenu(context) && compose.progressMode !== "plain",
        onExit: flags.bool("abort-on-container-failure")
          ? "fail"
          : flags.bool("abort-on-container-exit") || exitCodeFrom !== ""
            ? "stop"
            : "ignore",
        exitCodeFrom,
        timeout,
        watch: watched ? { atOnce: flags.bool("watch"), canBuild: !flags.bool("no-build") } : undefined,
      });
    }),
  complete: serviceNames,
};

/** What does not go together. @returns whether it runs in the background @throws CommandError */
function checkFlags(flags: Flags): boolean {
  const fail = flags.bool("abort-on-container-failure");
  const stop = flags.bool("abort-on-container-exit") || (flags.string("exit-code-from") !== "" && !fail);
  const attach = flags.list("attach").length > 0;
  const dependencies = flags.bool("attach-dependencies");
  if (stop && fail)
    throw new CommandError("--abort-on-container-failure cannot be combined with --abort-on-container-exit");
  if (flags.bool("wait") && (dependencies || stop || attach))
    throw new CommandError(
      "--wait cannot be combined with --abort-on-container-exit, --attach or --attach-dependencies",
    );
  if (flags.bool("build") && flags.bool("no-build")) throw new CommandError("--build and --no-build are incompatible");
  const wait = flags.bool("wait");
  const detach = flags.bool("detach") || wait;
  if (detach && (dependencies || stop || fail || attach || flags.bool("watch")))
    throw new CommandError(
      `${wait ? "--wait" : "--detach"} cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, --attach-dependencies or --watch`,
    );
  if (flags.bool("renew-anon-volumes") && flags.bool("no-recreate"))
    throw new CommandError("--no-recreate and --renew-anon-volumes are incompatible");
  if (flags.bool("force-recreate") && flags.bool("no-recreate"))
    throw new CommandError("--force-recreate and --no-recreate are incompatible");
  if (flags.bool("always-recreate-deps") && flags.bool("no-recreate"))
    throw new CommandError("--always-recreate-deps and --no-recreate are incompatible");
  if (flags.bool("no-build") && flags.bool("watch")) throw new CommandError("--no-build and --watch are incompatible");
  return detach;
}

/** Whose output is shown: the services that were named, or all, but for those that say `attach: false`. */
function attachedServices(project: ComposeProject, named: readonly string[], flags: Flags): string[] {
  const asked = flags.list("attach");
  const unknown = asked.filter((name) => !project.services[name]);
  if (unknown.length > 0) throw new CommandError(`cannot attach to services not included in up: ${unknown.join(", ")}`);
  const without = flags.list("no-attach");
  const chosen =
    asked.length > 0
      ? asked
      : Object.values(project.services)
          .filter(({ name }) => named.length === 0 || named.includes(name) || flags.bool("attach-dependencies"))
          .filter(({ attach }) => attach)
          .map(({ name }) => name);
  return chosen.filter((name) => !without.includes(name));
}

/** The keys at the foot: at a terminal, unless `--menu=false` or COMPOSE_MENU take them away. */
function hasMenu({ flags, process }: CommandContext): boolean {
  if (!process.stdout.isTTY || !process.stdin.isTTY) return false;
  if (flags.changed("menu")) return flags.bool("menu");
  const fromEnv = process.env.COMPOSE_MENU;
  return fromEnv === undefined || isTrue(fromEnv);
}
