import type { Engine } from "../../engine/engine.ts";
import { removeSwarmNetwork } from "../../swarm/networks.ts";
import { removePayload } from "../../swarm/payloads.ts";
import { removeService } from "../../swarm/services.ts";
import { hasEnded } from "../../swarm/tasks.ts";
import { type Command, type CommandContext, minArgs } from "../command.ts";
import { failureText } from "../failure.ts";
import { checkStackName, stackNames } from "./stack-name.ts";
import { stackObjects } from "./stack-objects.ts";

/** How often the client looks whether the tasks have ended, ms. */
const POLL_MS = 200;

export const command: Command = {
  path: "stack rm",
  args: minArgs(1),
  async run(context) {
    const { engine, args, err } = context;
    for (const stack of args) checkStackName(stack);
    const failed: string[] = [];
    for (const stack of args) {
      const { services, networks, secrets, configs } = stackObjects(engine, stack);
      if (services.length + networks.length + secrets.length + configs.length === 0) {
        await err(`Nothing found in stack: ${stack}\n`);
        continue;
      }
      const results = [await remove(context, "service", services.map(named), removeService)];
      if (!context.flags.bool("detach")) await tasksEnded(context, stack);
      const byId = (kind: "secret" | "config") => (on: Engine, id: string) => removePayload(on, kind, id);
      results.push(await remove(context, "secret", secrets, byId("secret")));
      results.push(await remove(context, "config", configs, byId("config")));
      results.push(
        await remove(context, "network", networks, (on, id) => {
          const network = networks.find((one) => one.id === id);
          if (network) removeSwarmNetwork(on, network);
        }),
      );
      if (results.includes(false)) failed.push(`failed to remove some resources from stack: ${stack}`);
    }
    if (failed.length === 0) return 0;
    await err(`${failed.join("\n")}\n`);
    return 1;
  },
  complete: ({ engine, args }) => stackNames(engine).filter((name) => !args.includes(name)),
};

const named = ({ id, spec }: { readonly id: string; readonly spec: { readonly name: string } }) => ({
  id,
  name: spec.name,
});

/** Whether all went. */
async function remove(
  { engine, out, err }: CommandContext,
  kind: string,
  objects: readonly { readonly id: string; readonly name: string }[],
  removeOne: (engine: Engine, id: string) => void,
): Promise<boolean> {
  let all = true;
  for (const { id, name } of objects) {
    await out(`Removing ${kind} ${name}\n`);
    try {
      removeOne(engine, id);
    } catch (error) {
      const text = failureText(error);
      if (text === undefined) throw error;
      // Without a newline, as the client does it.
      await err(`Failed to remove ${kind} ${id}: ${text}`);
      all = false;
    }
  }
  return all;
}

async function tasksEnded({ engine, process }: CommandContext, stack: string): Promise<void> {
  while (stackObjects(engine, stack).tasks.some((task) => !hasEnded(task))) await process.sleep(POLL_MS);
}
