import { ComposeError } from "../../compose/compose-error.ts";
import { serviceContainer } from "../../compose/containers.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/port.go. */
export const command: Command = {
  path: "compose port",
  args: minArgs(2),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, engine, out } = context;
      const [service = "", text = ""] = context.args;
      if (!/^\d+$/.test(text))
        throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
      const { name } = await compose.projectOrName();
      const view = serviceContainer(engine, name, service, flags.int("index"));
      const protocol = flags.string("protocol").toLowerCase();
      const ports = engine.state.containers[view.id]?.ports ?? {};
      const binding = ports[`${Number(text)}/${protocol}`]?.[0];
      if (!binding)
        throw new ComposeError(`no port ${Number(text)}/${protocol} for container ${view.name}: ${list(ports)}`);
      await out(`${binding.HostIp}:${binding.HostPort}\n`);
      return 0;
    }),
  complete: (context) => (context.args.length === 0 ? serviceNames(context) : []),
};

/** What is published, as the error tells it: the host's ports. */
function list(ports: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>>): string {
  return Object.entries(ports)
    .flatMap(([port, bindings]) => {
      const protocol = port.slice(port.indexOf("/") + 1);
      return (bindings ?? [{ HostPort: "0" }]).map(({ HostPort }) => `${HostPort}/${protocol}`);
    })
    .join(", ");
}
