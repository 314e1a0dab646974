import { masterUrl } from "../classic-swarm.ts";
import { checkedUrl } from "../driver.ts";
import { boolFlag } from "../flag.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine config NAME`: what `docker $(docker-machine config NAME) ps` needs. */
export const config: MachineCommand = {
  name: "config",
  usage: "Print the connection config for machine",
  description: "Argument is a machine name.",
  flags: [boolFlag("swarm", "Display the Swarm config instead of the Docker daemon")],
  async run(run) {
    const { line, store } = run;
    const machine = store.load(store.target(line.args));
    let url: string;
    try {
      url = line.bool("swarm") ? masterUrl(run, machine) : checkedUrl(run, machine);
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      throw new MachineError(`Error running connection boilerplate: ${error.message}`);
    }
    const file = (name: string) => JSON.stringify(`${store.folderOf(machine.Name)}/${name}.pem`);
    await run.info(
      `--tlsverify\n--tlscacert=${file("ca")}\n--tlscert=${file("cert")}\n--tlskey=${file("key")}\n-H=${url}`,
    );
    return 0;
  },
};
