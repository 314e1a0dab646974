import { serviceContainer } from "../../compose/containers.ts";
import { type Command, exactArgs } from "../command.ts";
import { command as containerAttach } from "../container/attach.ts";
import { serviceNames } from "./complete.ts";
import { delegate } from "./delegate.ts";
import { ComposeInvocation } from "./invocation.ts";

export const command: Command = {
  path: "compose attach",
  args: exactArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const { name } = await compose.projectOrName();
      const { id } = serviceContainer(engine, name, args[0] ?? "", flags.int("index"));
      const keys = flags.string("detach-keys");
      return delegate(containerAttach, context, [
        ...(keys === "" ? [] : [`--detach-keys=${keys}`]),
        ...(flags.bool("no-stdin") ? ["--no-stdin"] : []),
        `--sig-proxy=${flags.bool("sig-proxy")}`,
        id,
      ]);
    }),
  complete: serviceNames,
};
