import { ComposeError } from "../../compose/compose-error.ts";
import { EngineError } from "../../engine/errors.ts";
import { parseReference } from "../../engine/image/reference.ts";
import { membershipOf } from "../../swarm/fabric.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { showConvergence } from "../service/convergence.ts";
import { readStackFile } from "./compose-files.ts";
import { createFileObjects, createStackNetworks } from "./deploy-resources.ts";
import { deployServices, pruneServices } from "./deploy-services.ts";
import { checkStackName } from "./stack-name.ts";

const IN_THE_BACKGROUND =
  "Since --detach=false was not specified, tasks will be created in the background.\nIn a future release, --detach=false will become the default.\n";
const NO_MANAGER =
  'this node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again';

/** @throws CommandError for a service whose image is none */
function checkImage(service: string, image: string | undefined): void {
  const refuse = (why: string) => new CommandError(`invalid image reference for service ${service}: ${why}`);
  if (image === undefined) throw refuse("no image specified");
  try {
    parseReference(image);
  } catch (error) {
    if (error instanceof EngineError) throw refuse(error.message);
    throw error;
  }
}

export const command: Command = {
  path: "stack deploy",
  args: exactArgs(1),
  async run(context) {
    const { engine, flags, args, err } = context;
    const [stack = ""] = args;
    checkStackName(stack);
    const file = await readStackFile(context, true);
    const { unsupported, deprecated } = file.ignored;
    if (unsupported.length > 0) await err(`Ignoring unsupported options: ${unsupported.join(", ")}\n\n`);
    if (deprecated.length > 0) await err(`Ignoring deprecated options:\n\n${deprecated.join("\n\n")}\n\n`);
    for (const { name, image } of Object.values(file.services)) checkImage(name, image);
    const resolve = flags.string("resolve-image");
    if (resolve !== "always" && resolve !== "changed" && resolve !== "never")
      throw new CommandError(`invalid option ${resolve} for flag --resolve-image`);
    if (flags.bool("detach") && !flags.changed("detach")) await err(IN_THE_BACKGROUND);
    if (membershipOf(engine)?.node.role !== "manager") throw new CommandError(NO_MANAGER);
    try {
      if (flags.bool("prune")) await pruneServices(context, stack, file);
      await createStackNetworks(context, stack, file);
      await createFileObjects(context, "secret", stack, file);
      await createFileObjects(context, "config", stack, file);
      const ids = await deployServices(context, stack, file, resolve);
      if (flags.bool("detach")) return 0;
      let status = 0;
      for (const id of ids) status = Math.max(status, await showConvergence(context, id, flags.bool("quiet")));
      return status;
    } catch (error) {
      if (error instanceof ComposeError) throw new CommandError(error.message);
      throw error;
    }
  },
  complete: () => [],
};
