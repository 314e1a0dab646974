import { FileTree } from "../../kernel/file-tree.ts";
import type { Layer } from "../../kernel/layer.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { NetworkError, NetworkNamespace } from "../../kernel/network.ts";
import { type Machine, ProcessTable } from "../../kernel/process.ts";
import { initLayer, mountPseudoFiles } from "../../kernel/pseudo-files.ts";
import { nothing, type Output } from "../../kernel/stream.ts";
import type { TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { resolveCommand } from "./oci-error.ts";
import { containerUser } from "./user.ts";

/** One command in the files of a build's step. */
export interface RunStep {
  /** The layers it starts from, lowest first. */
  readonly lowers: readonly Layer[];
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** As USER says it; "" is root. */
  readonly user: string;
  /** "none" keeps it from the network. */
  readonly network: "default" | "none" | "host";
  readonly stdout: Output;
  readonly stderr: Output;
  readonly signal?: AbortSignal;
}

export interface StepResult {
  readonly status: number;
  /** What it changed. */
  readonly files: TreeState;
}

const HOSTNAME = "buildkitsandbox";

/**
 * Runs a command to its end in a container of its own and keeps what it wrote.
 * @throws StartFailure when the command cannot be started; EngineError for a user there is not
 */
export async function runStep(engine: Engine, step: RunStep): Promise<StepResult> {
  const { host } = engine.ports;
  const tree = new FileTree([initLayer, ...[...step.lowers].reverse()], engine.clock);
  const files = new MountedFileSystem(new MountTable(tree, { source: "overlay", type: "overlay" }));
  const machine: Machine = {
    host: host.host,
    container: HOSTNAME,
    hostname: HOSTNAME,
    clock: engine.clock,
    random: engine.random,
    files,
    network: step.network === "host" ? host.network : networkOf(engine, step.network === "none"),
    processes: new ProcessTable(1, { init: true }),
    program: (name) => host.program(name),
  };
  mountPseudoFiles(files.mounts, machine, engine.clock.now());
  const user = containerUser(files, step.user);
  if (!files.exists(step.cwd)) files.mkdir(step.cwd, { recursive: true });
  const env = { ...step.env, HOME: step.env.HOME ?? user.home };
  const { program, args } = await resolveCommand(machine, files.as(user), step.argv, env, step.cwd);
  const child = machine.processes.start(machine, program, {
    args,
    env,
    cwd: step.cwd,
    user,
    stdin: nothing,
    stdout: step.stdout,
    stderr: step.stderr,
  });
  const stop = () => machine.processes.killAll();
  step.signal?.addEventListener("abort", stop, { once: true });
  try {
    const status = await child.exited;
    step.signal?.throwIfAborted();
    machine.processes.killAll();
    return { status, files: tree.layerState() };
  } finally {
    step.signal?.removeEventListener("abort", stop);
  }
}

/** A card on the default bridge, or none: builds reach out, nobody reaches them. */
function networkOf(engine: Engine, isolated: boolean): NetworkNamespace {
  const { uplink } = engine.ports;
  if (isolated) {
    const refuse = (what: string) => {
      throw new NetworkError("ENETUNREACH", what);
    };
    return new NetworkNamespace({ interfaces: () => [], resolve: refuse, route: refuse });
  }
  const card = { name: "eth0", address: "172.17.0.250", prefix: 16, mac: "02:42:ac:11:00:fa" };
  return new NetworkNamespace({
    interfaces: () => [card],
    resolve: (name) => uplink.resolve(name),
    route: (address, port, protocol) => uplink.route(address, port, protocol),
  });
}
