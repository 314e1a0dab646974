import { containerFiles } from "../../engine/container/container-files.ts";
import { createExec } from "../../engine/container/exec.ts";
import { EngineError } from "../../engine/errors.ts";
import { copyFiles } from "../../kernel/copy-files.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { projectContainers } from "../containers.ts";
import type { ComposeSession } from "../session.ts";
import type { SyncedPath } from "./watch-rules.ts";

/**
 * Brings files into every container of a service, and removes there what is gone here (docker/compose,
 * internal/sync/tar.go).
 * @throws ComposeError with what failed in each container
 */
export async function syncFiles(
  { engine }: Pick<ComposeSession, "engine">,
  files: FileSystem,
  { project, service }: { readonly project: string; readonly service: string },
  paths: readonly SyncedPath[],
): Promise<void> {
  const gone = paths.filter(({ host }) => !files.exists(host)).map(({ container }) => container);
  const there = paths.filter(({ host }) => files.exists(host));
  const failures: string[] = [];
  for (const { id } of projectContainers({ engine }, project, { services: [service] })) {
    const attempt = async (what: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof EngineError) && !(error instanceof ComposeError)) throw error;
        const daemon = error instanceof EngineError ? "Error response from daemon: " : "";
        failures.push(`${what} ${id}: ${daemon}${error.message}`);
      }
    };
    if (gone.length > 0)
      await attempt("deleting paths in", async () => {
        const status = await createExec(engine, id, { cmd: ["rm", "-rf", ...gone] }).run();
        if (status !== 0) throw new ComposeError(`exit code ${status}`);
      });
    await attempt("copying files to", async () => {
      const inside = await containerFiles(engine, id);
      for (const { host, container } of there) {
        const parent = resolvePath(container, "..");
        if (!inside.exists(parent)) inside.mkdir(parent, { recursive: true });
        copyFiles(files, host, inside, container, { times: true });
      }
    });
  }
  if (failures.length > 0) throw new ComposeError(failures.join("\n"));
}
