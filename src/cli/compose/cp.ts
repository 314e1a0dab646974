import { ComposeError } from "../../compose/compose-error.ts";
import { projectContainers, serviceContainer } from "../../compose/containers.ts";
import { done, working } from "../../compose/progress.ts";
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
      const service = (source ?? target)?.service;
      if (service === undefined) throw new CommandError("unknown copy direction");
      const oneOff = flags.bool("all") ? "include" : "exclude";
      const all =
        index > 0
          ? [serviceContainer(engine, name, service, index, { all: true })]
          : projectContainers({ engine }, name, { services: [service], oneOff });
      const [one] = all;
      if (!one) throw new ComposeError(`no container found for service ${JSON.stringify(service)}`);
      if (source) {
        const what = `copy ${one.name}:${source.path} to ${to}`;
        return copyAll(compose, [{ name: one.name, what, words: [...switches, `${one.id}:${source.path}`, to] }]);
      }
      const path = target?.path ?? "";
      return copyAll(
        compose,
        all.map(({ id, name: container }) => ({
          name: container,
          what: `copy ${from} to ${container}:${path}`,
          words: [...switches, from, `${id}:${path}`],
        })),
      );
    }),
  complete: (context) => serviceNames(context).map((name) => `${name}:`),
};

interface Copy {
  /** The container's. */
  readonly name: string;
  readonly what: string;
  /** The words of `docker cp` that do it. */
  readonly words: readonly string[];
}

async function copyAll(compose: ComposeInvocation, copies: readonly Copy[]): Promise<number> {
  return compose.progress("Copying", async (session) => {
    for (const { name, what, words } of copies) {
      session.report({ ...working(name, "Copying"), text: what });
      if (!compose.dryRun) await delegate(containerCp, compose.context, words);
      session.report({ ...done(name, "Copied"), text: what });
    }
    return 0;
  });
}

function servicePath(text: string): { readonly service: string; readonly path: string } | undefined {
  if (text.startsWith("/") || text.startsWith(".")) return undefined;
  const cut = text.indexOf(":");
  return cut <= 0 ? undefined : { service: text.slice(0, cut), path: text.slice(cut + 1) };
}
