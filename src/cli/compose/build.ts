import { serviceImage } from "../../compose/names.ts";
import { done } from "../../compose/progress.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { selectServices } from "../../compose/select-services.ts";
import { anyArgs, type Command, type CommandContext, CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { type BakeOptions, bake } from "./bake.ts";
import { bakeDefinition } from "./bake-definition.ts";
import { dryRunBake } from "./bake-dry-run.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/build.go. */
export const command: Command = {
  path: "compose build",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      if (flags.changed("progress"))
        await context.err("--progress is a global compose flag, better use `docker compose --progress xx build ...\n");
      compose.askedProgress = flags.string("progress");
      const ssh = sshOf(flags);
      const loaded = await compose.project();
      const project = selectServices(loaded, args);
      const asked = selectServices(loaded, args, flags.bool("with-dependencies"));
      const services = Object.values(asked.services).filter(({ build }) => build);
      if (services.length === 0) return 0;
      const quiet = flags.bool("quiet");
      const options: BakeOptions = {
        quiet,
        args: givenArguments(flags, project),
        noCache: flags.bool("no-cache"),
        pull: flags.bool("pull"),
        push: flags.bool("push"),
        check: flags.bool("check"),
        provenance: !/^(false|0)$/.test(flags.string("provenance")),
        ...(ssh === undefined ? {} : { ssh }),
        ...(flags.string("builder") === "" ? {} : { builder: flags.string("builder") }),
      };
      if (flags.bool("print")) {
        const names = services.map(({ name }) => name);
        await context.out(`${bakeDefinition(project, names, options)}\n`);
        return 0;
      }
      refuseSbom(context);
      await compose.progress("Building", async (session) => {
        if (compose.dryRun) {
          dryRunBake(session.report, project, services);
          return;
        }
        await bake(compose, project, services, options);
        if (!quiet) for (const service of services) session.report(done(serviceImage(project, service), "Built"));
      });
      return 0;
    }),
  complete: serviceNames,
};

/** `--build-arg`: one without a value has that of the environment, if there is one. */
function givenArguments(flags: Flags, { environment }: ComposeProject): Record<string, string> {
  const found: Record<string, string> = {};
  for (const pair of flags.list("build-arg")) {
    const cut = pair.indexOf("=");
    const name = cut < 0 ? pair : pair.slice(0, cut);
    const value = cut < 0 ? environment[name] : pair.slice(cut + 1);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** @throws CommandError */
function sshOf(flags: Flags): string | undefined {
  if (!flags.changed("ssh")) return undefined;
  const key = flags.string("ssh") || "default";
  if (!key.includes("=") && key !== "default") throw new CommandError(`invalid ssh key ${JSON.stringify(key)}`);
  return key;
}

/** A list of an image's parts is made by a scanner that nobody has here. @throws CommandError */
function refuseSbom({ flags, process }: CommandContext): void {
  const asked = flags.string("sbom");
  if (asked !== "" && asked !== "false")
    throw new CommandError(notSimulated("docker compose build --sbom", languageOf(process.env)));
}
