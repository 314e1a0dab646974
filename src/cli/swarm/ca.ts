import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { sha256 } from "../../kernel/sha256.ts";
import { inspectSwarm } from "../../swarm/inspect.ts";
import { rotateRoot, rotationProgress } from "../../swarm/swarm-update.ts";
import { type Command, type CommandContext, CommandError, noArgs } from "../command.ts";
import { quote } from "../format/quote.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";
import { flagError } from "../usage-error.ts";
import { externalCa } from "./swarm-checks.ts";

const POLL_MS = 200;
const ONLY_ROTATING = ["ca-cert", "ca-key", "cert-expiry", "external-ca"];

const EXTERNAL_WITHOUT_CERTIFICATE =
  "rotating to an external CA requires the `--ca-cert` flag to specify the external CA's cert - to add an external CA with the current root CA certificate, use the `update` command instead";

/** @throws CommandError for a file that cannot be read, or holds no PEM (docker/cli, `cli/command/swarm/opts.go`, PEMFile) */
function checkPem({ command, flags, process }: CommandContext, flag: string): void {
  if (!flags.changed(flag)) return;
  const path = flags.string(flag);
  const refuse = (why: string) => {
    const { text, status } = flagError(command, `invalid argument ${quote(path)} for "--${flag}" flag: ${why}`);
    return new CommandError(text, status);
  };
  try {
    const content = process.files.readFile(resolvePath(process.cwd, path));
    if (!content.includes("-----BEGIN ")) throw refuse("file contents must be in PEM format");
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const call = error.code === "EISDIR" ? "read" : "open";
    throw refuse(`${call} ${path}: ${error.message.toLowerCase()}`);
  }
}

/** docker/cli, `cli/command/swarm/ca.go`. */
export const command: Command = {
  path: "swarm ca",
  args: noArgs,
  checks: { "external-ca": externalCa },
  async run(context) {
    const { engine, flags, out, process } = context;
    // The client reads both files while it reads its flags.
    for (const flag of ["ca-cert", "ca-key"]) checkPem(context, flag);
    inspectSwarm(engine);
    if (!flags.bool("rotate")) {
      const wrong = ONLY_ROTATING.find((name) => flags.changed(name));
      if (wrong !== undefined)
        throw new CommandError(`\`--${wrong}\` flag requires the \`--rotate\` flag to update the CA`);
      await out(`${inspectSwarm(engine).trustRoot.trim()}\n`);
      return 0;
    }
    if (flags.changed("external-ca") && !flags.changed("ca-cert")) throw new CommandError(EXTERNAL_WITHOUT_CERTIFICATE);
    const foreign = ["ca-cert", "ca-key", "external-ca"].find((name) => flags.changed(name));
    if (foreign !== undefined)
      throw new CommandError(notSimulated(`docker swarm ca --${foreign}`, languageOf(process.env)));
    rotateRoot(engine, flags.changed("cert-expiry") ? flags.duration("cert-expiry") : undefined);
    if (flags.bool("detach")) return 0;
    if ((await showRotation(context)) && !flags.bool("quiet")) await out(`${inspectSwarm(engine).trustRoot.trim()}\n`);
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
