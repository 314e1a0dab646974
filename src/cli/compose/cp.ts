import { ComposeError } from "../../compose/compose-error.ts";
import { type ProjectContainer, projectContainers, serviceContainer } from "../../compose/containers.ts";
import { done, lineOf, working } from "../../compose/progress.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { command as containerCp } from "../container/cp.ts";
import { serviceNames } from "./complete.ts";
import { delegate } from "./delegate.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/cp.go: into every container of a service, or out of one. */
export const command: Command = {
  path: "compose cp",
  args: exactArgs(2),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const [from = "", to = ""] = args;
      const source = servicePath(from);
      const target = servicePath(to);
      if (source && target) throw new CommandError("copying between services is not supported");
      const { name } = await compose.projectOrName();
      const switches = [...(flags.bool("archive") ? ["-a"] : []), ...(flags.bool("follow-link") ? ["-L"] : []), "-q"];
      const index = flags.int("index");
      if (source) {
        const one = serviceContainer(engine, name, source.service, index, { all: true, oneOff: "include" });
        return copy(compose, one, `${one.name}:${source.path} to ${to}`, [...switches, `${one.id}:${source.path}`, to]);
      }
      if (!target) throw new CommandError("unknown copy direction");
      const all =
        index > 0
          ? [serviceContainer(engine, name, target.service, index, { all: true })]
          : projectContainers({ engine }, name, {
              services: [target.service],
              oneOff: flags.bool("all") ? "include" : "exclude",
            });
      if (all.length === 0) throw new ComposeError(`no container found for service ${JSON.stringify(target.service)}`);
      for (const one of all)
        await copy(compose, one, `${from} to ${one.name}:${target.path}`, [
          ...switches,
          from,
          `${one.id}:${target.path}`,
        ]);
      return 0;
    }),
  complete: (context) => serviceNames(context).map((name) => `${name}:`),
};

async function copy(
  compose: ComposeInvocation,
  container: ProjectContainer,
  what: string,
  words: readonly string[],
): Promise<number> {
  return compose.progress("Copying", async (session) => {
    session.report({ ...working(lineOf(container), what), text: "Copy" });
    const status = compose.dryRun ? 0 : await delegate(containerCp, compose.context, words);
    session.report({ ...done(lineOf(container), what), text: "Copied" });
    return status;
  });
}

function servicePath(text: string): { readonly service: string; readonly path: string } | undefined {
  if (text.startsWith("/") || text.startsWith(".")) return undefined;
  const cut = text.indexOf(":");
  return cut <= 0 ? undefined : { service: text.slice(0, cut), path: text.slice(cut + 1) };
}
