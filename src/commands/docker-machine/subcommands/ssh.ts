import { runCommand, startError } from "../../run-command.ts";
import { machineOf } from "../driver.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine ssh NAME [COMMAND…]`: the ssh of this computer, as boot2docker's user, with the key made for the machine. */
export const ssh: MachineCommand = {
  name: "ssh",
  usage: "Log into or run a command on a machine with SSH.",
  description: "Arguments are [machine-name] [command]",
  rawWords: true,
  async run(run) {
    const { line, store, process } = run;
    const [, ...given] = line.args;
    const words = given[0] === "--" ? given.slice(1) : given;
    const config = store.load(store.target(line.args));
    const machine = machineOf(run, config);
    if (!machine.running)
      throw new MachineError(`Error: Cannot run SSH command: Host ${JSON.stringify(config.Name)} is not running`);
    const { SSHUser, SSHKeyPath } = config.Driver;
    const client = ["ssh", "-q", "-i", SSHKeyPath, `${SSHUser}@${machine.address}`, ...words];
    let status: number;
    try {
      status = await runCommand(process, client);
    } catch (error) {
      throw new MachineError(`exec: "ssh": ${startError(error).reason}`);
    }
    if (status !== 0) throw new MachineError(`exit status ${status}`);
    return 0;
  },
};
