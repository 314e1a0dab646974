import type { ProgressEvent } from "../../compose/progress.ts";
import type { ComposeService } from "../../compose/project.ts";
import type { ComposeSession } from "../../compose/session.ts";
import { EngineError } from "../../engine/errors.ts";
import type { ProgressEvent as TransferProgress } from "../../engine/image/progress.ts";
import { pullImage } from "../../engine/image/pull.ts";
import type { Process } from "../../kernel/process.ts";
import { amountText } from "../progress/progress-display.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";

export interface PullServiceOptions {
  /** Say nothing of layers. */
  readonly quiet: boolean;
  readonly columns: number;
  readonly dryRun: boolean;
  /** Whose config.json says who somebody is to a registry. */
  readonly process: Process;
}

/** Pulls a service's image, telling of each layer (docker/compose, pkg/compose/pull.go). @throws EngineError */
export async function pullServiceImage(
  session: ComposeSession,
  service: ComposeService,
  { quiet, columns, dryRun, process }: PullServiceOptions,
): Promise<void> {
  const { name, image } = service;
  if (image === undefined) return;
  const tell = (status: ProgressEvent["status"], text: string, statusText = "") =>
    session.report({ id: name, status, text, statusText });
  tell("working", "Pulling");
  try {
    if (!dryRun)
      await pullImage(
        session.engine,
        image,
        (message) => {
          const event = quiet ? undefined : layerEvent(name, message, columns);
          if (event) session.report(event);
        },
        {
          ...(service.platform === undefined ? {} : { platform: service.platform }),
          signal: session.signal,
          credentials: storedCredentials(process, image),
        },
      );
  } catch (error) {
    if (error instanceof EngineError) {
      if (service.build) tell("warning", "Warning", error.message);
      else tell("error", "Error", error.message);
    }
    throw error;
  }
  tell("done", "Pulled");
}

const DONE: ReadonlySet<string> = new Set(["Download complete", "Already exists", "Pull complete"]);

function layerEvent(parent: string, message: TransferProgress, columns: number): ProgressEvent | undefined {
  const { id = "", status, progress } = message;
  if (id === "" || !progress) return undefined;
  const { current = 0, total = 0 } = progress;
  const counts = status === "Downloading" || status === "Extracting";
  const done = DONE.has(status);
  return {
    id,
    parent,
    text: status,
    status: done ? "done" : "working",
    statusText: amountText(progress, columns),
    current: counts ? current : 0,
    total: counts ? total : 0,
    percent: done ? 100 : counts && total > 0 ? Math.trunc((current * 100) / total) : 0,
  };
}
