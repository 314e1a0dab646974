import { FileTree } from "../../kernel/file-tree.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import type { Layer } from "../../kernel/layer.ts";
import type { Machine } from "../../kernel/machine.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { ProcessTable } from "../../kernel/process-table.ts";
import { initLayer, mountPseudoFiles } from "../../kernel/pseudo-files.ts";
import { nothing, type Output } from "../../kernel/stream.ts";
import type { TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { resolveCommand } from "./oci-error.ts";
import { buildNetwork, networkFileMounts, STEP_HOSTNAME } from "./step-network.ts";
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
  /** What is mounted while it runs. */
  readonly mounts?: readonly StepMount[];
  /** Names that mean addresses: `--add-host`. */
  readonly extraHosts?: Readonly<Record<string, string>>;
}

/** A tree seen at a path while a command runs; of a file, its `/file`. */
export interface StepMount {
  readonly target: string;
  readonly tree: FileTree;
  readonly isFile: boolean;
  readonly readOnly: boolean;
  /** What asked for it. */
  readonly about?: { readonly type: string; readonly id: string; readonly target: string };
}

export interface StepResult {
  readonly status: number;
  /** What it changed. */
  readonly files: TreeState;
}

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
    container: STEP_HOSTNAME,
    hostname: STEP_HOSTNAME,
    clock: engine.clock,
    random: engine.random,
    files,
    network: step.network === "host" ? host.network : buildNetwork(engine, step.network === "none", step.extraHosts),
    processes: new ProcessTable(1, { init: true }),
    program: (name) => host.program(name),
  };
  mountPseudoFiles(files.mounts, machine, engine.clock.now());
  const places = mountAll(files, [...networkFileMounts(engine, step), ...(step.mounts ?? [])]);
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
    for (const { path } of places) files.mounts.unmount(path);
    for (const { path, made } of places) if (made) removeEmpty(files, path);
    return { status, files: tree.layerState() };
  } finally {
    step.signal?.removeEventListener("abort", stop);
  }
}

interface MountPlace {
  readonly path: string;
  readonly made: boolean;
}

/** Mounts on places made for it. @returns where, the last mounted first */
function mountAll(files: MountedFileSystem, mounts: readonly StepMount[]): MountPlace[] {
  const places: MountPlace[] = [];
  for (const { target, tree, isFile, readOnly } of mounts) {
    const parent = resolvePath(target, "..");
    const made = !files.exists(target);
    if (!files.exists(isFile ? parent : target)) files.mkdir(isFile ? parent : target, { recursive: true });
    if (isFile && !files.exists(target)) files.writeFile(target, "");
    const about = { source: "tmpfs", type: "tmpfs", readOnly };
    if (isFile) files.mounts.bind(target, new MountTable(tree, about), "/file", about);
    else files.mounts.mount(target, tree, about);
    places.unshift({ path: target, made });
  }
  return places;
}

/** BuildKit takes away what it only made to mount on. */
function removeEmpty(files: MountedFileSystem, path: string): void {
  if (!files.exists(path)) return;
  const stats = files.stat(path);
  if (stats.kind === "file" && stats.size === 0) files.unlink(path);
  else if (stats.kind === "directory" && files.readdir(path).length === 0) files.rmdir(path);
}
