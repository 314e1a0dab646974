import type { FileTree } from "../../kernel/file-tree.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { EngineError, invalid } from "../errors.ts";
import type { ConfigRequest } from "./config.ts";
import type { Container } from "./container.ts";
import { checkSignalName } from "./signal-name.ts";

/** What the request's Config may not say. @throws EngineError (moby, daemon/container.go, verifyContainerSettings) */
export function checkConfig({ StopSignal, Healthcheck, WorkingDir = "" }: ConfigRequest): void {
  if (WorkingDir !== "" && !WorkingDir.startsWith("/"))
    throw invalid(`the working directory '${WorkingDir}' is invalid, it needs to be an absolute path`);
  if (StopSignal !== undefined && StopSignal !== "") checkSignalName(StopSignal);
  const durations = [
    ["Interval", Healthcheck?.Interval],
    ["Timeout", Healthcheck?.Timeout],
    ["StartPeriod", Healthcheck?.StartPeriod],
    ["StartInterval", Healthcheck?.StartInterval],
  ] as const;
  for (const [name, value] of durations)
    if (value !== undefined && value !== 0 && value < 1e6)
      throw invalid(`${name} in Healthcheck cannot be less than 1ms`);
}

/** Where a program is to start can only be a directory. @throws EngineError (moby, container, SetupWorkingDirectory) */
export function checkWorkingDirectory({ config: { WorkingDir } }: Container, tree: FileTree): void {
  const files = new MountedFileSystem(tree);
  if (WorkingDir !== "" && files.exists(WorkingDir) && files.stat(WorkingDir).kind !== "directory")
    throw new EngineError(500, `Cannot mkdir: ${WorkingDir} is not a directory`);
}
