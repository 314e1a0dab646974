import { FileTree } from "../../kernel/file-tree.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { directory, file, layer } from "../../kernel/layer.ts";
import { layerFromState } from "../../kernel/tree-state.ts";
import type { StepMount } from "../container/run-step.ts";
import type { Engine } from "../engine.ts";
import { BuildError } from "./build-error.ts";
import { cacheMount, keepCacheMount } from "./cache.ts";
import { copiedFiles } from "./copy-files.ts";
import { type CopySource, checksum, findItems } from "./copy-source.ts";
import type { Instruction } from "./dockerfile.ts";
import type { RunMount } from "./run-mount.ts";

/** What a RUN sees beside its own files, ready to be mounted. */
export interface StepMounts {
  /** What of it decides whether the step must run again: bound files do, caches and secrets do not. */
  readonly key: string;
  open(): Promise<{ mounts: StepMount[]; env: Record<string, string> }>;
  /** After the command: caches keep what it left there. */
  close(mounts: readonly StepMount[]): void;
}

/**
 * @param source what `from` names
 * @param secrets by id
 * @throws BuildError for a file or a required secret that is not there
 */
export async function stepMounts(
  engine: Engine,
  instruction: Instruction,
  wanted: readonly RunMount[],
  source: (from: string | undefined) => Promise<CopySource>,
  secrets: Readonly<Record<string, string>>,
): Promise<StepMounts> {
  const keys: string[] = [];
  const bound = new Map<RunMount, CopySource>();
  for (const mount of wanted) {
    if (mount.type !== "bind") keys.push(`${mount.type} ${mount.target}`);
    if (mount.type === "ssh" && mount.required)
      throw new BuildError("unset ssh forward key default", instruction.range);
    if (mount.type !== "bind" && (mount.type !== "cache" || mount.from === undefined)) continue;
    const from = await source(mount.from);
    const items = findItems(from, mount.source || "/");
    if (items.length === 0) {
      const path = JSON.stringify(resolvePath("/", mount.source));
      const reference = `${engine.random.base36(25)}::${engine.random.base36(25)}`;
      const why = `failed to calculate checksum of ref ${reference}: ${path}: not found`;
      throw new BuildError(`failed to compute cache key: ${why}`, instruction.range);
    }
    bound.set(mount, from);
    keys.push(`bind ${mount.target} ${checksum(from, items)}`);
  }
  return {
    key: keys.join("\n"),
    open: async () => {
      const mounts: StepMount[] = [];
      const env: Record<string, string> = {};
      for (const mount of wanted) {
        const secret = mount.type === "secret" ? secrets[mount.id] : undefined;
        if (mount.type === "secret" && mount.required && secret === undefined)
          throw new BuildError(`secret ${mount.id}: not found`, instruction.range);
        if (mount.env !== undefined && secret !== undefined) env[mount.env] = secret;
        const tree = await treeOf(engine, mount, bound.get(mount), secret);
        if (tree) mounts.push({ ...tree, target: mount.target, readOnly: mount.readOnly, about: mount });
      }
      return { mounts, env };
    },
    close: (mounts) => {
      for (const { about, tree } of mounts)
        if (about?.type === "cache") keepCacheMount(engine, about.id, about.target, tree.layerState());
    },
  };
}

type MountedTree = Pick<StepMount, "tree" | "isFile">;

async function treeOf(
  engine: Engine,
  mount: RunMount,
  from: CopySource | undefined,
  secret: string | undefined,
): Promise<MountedTree | undefined> {
  const now = engine.clock.now();
  const { mode, uid, gid } = mount;
  if (mount.type === "secret") {
    // With a variable alone there is no file.
    if (secret === undefined || (mount.env !== undefined && !mount.target.endsWith(mount.id))) return undefined;
    const tree = new FileTree([layer({ "/file": file(secret, { mode: mode ?? 0o400, uid, gid }) }, now)], engine.clock);
    return { tree, isFile: true };
  }
  if (mount.type === "ssh") return undefined;
  if (mount.type === "tmpfs")
    return { tree: new FileTree([layer({ "/": directory({ mode: 0o1777 }) }, now)], engine.clock), isFile: false };
  if (mount.type === "cache") {
    const kept = cacheMount(engine, mount.id);
    if (kept) return { tree: new FileTree([layerFromState(kept)], engine.clock), isFile: false };
  }
  if (!from) {
    const root = directory({ mode: mode ?? 0o755, uid, gid });
    return { tree: new FileTree([layer({ "/": root }, now)], engine.clock), isFile: false };
  }
  const items = findItems(from, mount.source || "/");
  const isFile = items.length === 1 && items[0]?.isDirectory === false;
  const state = await copiedFiles(engine, [], { source: from, items, destination: isFile ? "/file" : "/" });
  return { tree: new FileTree([layerFromState(state)], engine.clock), isFile };
}
