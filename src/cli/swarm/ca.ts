import { sha256 } from "../../kernel/sha256.ts";
import { inspectSwarm } from "../../swarm/inspect.ts";
import { rotateRoot, rotationProgress } from "../../swarm/swarm-update.ts";
import { type Command, type CommandContext, CommandError, noArgs } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";

const POLL_MS = 200;
const ONLY_ROTATING = ["ca-cert", "ca-key", "cert-expiry", "external-ca"];

/** docker/cli, `cli/command/swarm/ca.go`. */
export const command: Command = {
  path: "swarm ca",
  args: noArgs,
  async run(context) {
    const { engine, flags, out, process } = context;
    if (!flags.bool("rotate")) {
      const wrong = ONLY_ROTATING.find((name) => flags.changed(name));
      if (wrong !== undefined)
        throw new CommandError(`\`--${wrong}\` flag requires the \`--rotate\` flag to update the CA`);
      await out(`${inspectSwarm(engine).trustRoot.trim()}\n`);
      return 0;
    }
    const foreign = ["ca-cert", "ca-key", "external-ca"].find((name) => flags.changed(name));
    if (foreign !== undefined)
      throw new CommandError(notSimulated(`docker swarm ca --${foreign}`, languageOf(process.env)));
    inspectSwarm(engine);
    rotateRoot(engine, flags.changed("cert-expiry") ? flags.duration("cert-expiry") : undefined);
    if (flags.bool("detach")) return 0;
    if (await showRotation(context)) await out(`${inspectSwarm(engine).trustRoot.trim()}\n`);
    return 0;
  },
};

/** The nodes getting their new certificates (docker/cli, `cli/command/swarm/progress/root_rotation.go`); false on Ctrl-C. */
async function showRotation({ engine, process, columns, flags }: CommandContext): Promise<boolean> {
  const quiet = { isTTY: false, write: () => Promise.resolve() };
  const display = new ProgressDisplay(flags.bool("quiet") ? quiet : process.stdout, columns);
  let interrupted = false;
  process.onSignal("SIGINT", () => {
    interrupted = true;
  });
  const digest = `sha256:${sha256(inspectSwarm(engine).trustRoot)}`;
  for (;;) {
    const { rotated, nodes } = rotationProgress(engine);
    const done = rotated === nodes;
    await display.show({ id: "desired root digest", status: digest, progress: {} });
    const amount = (current: number) => ({ current, total: nodes, units: "nodes" });
    await display.show({ id: "  rotated TLS certificates", status: "", progress: amount(rotated) });
    await display.show({ id: "  rotated CA certificates", status: " ", progress: amount(done ? nodes : 0) });
    if (done) return true;
    await process.sleep(POLL_MS);
    if (!interrupted) continue;
    await display.show({ status: "Operation continuing in background." });
    await display.show({ status: "Use `swarmctl cluster inspect default` to check progress." });
    return false;
  }
}
