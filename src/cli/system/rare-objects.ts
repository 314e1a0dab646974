import type { Engine } from "../../engine/engine.ts";
import { notFound } from "../../engine/errors.ts";
import { pluginObject } from "../../engine/plugin/plugin.ts";
import { requirePlugin } from "../../engine/plugin/plugins.ts";
import { payloadObject } from "../../swarm/payload-object.ts";
import { type PayloadKind, requirePayload } from "../../swarm/payloads.ts";
import { findTask } from "../../swarm/service-logs.ts";
import { taskObject } from "../../swarm/task-object.ts";

/** A task by its id or the start of it. @throws EngineError when there is none */
export function inspectTask(engine: Engine, ref: string): unknown {
  const task = findTask(engine, ref);
  if (!task) throw notFound(`task ${ref} not found`);
  return taskObject(engine, task);
}

/** @throws EngineError when there is no such plugin */
export const inspectPlugin = (engine: Engine, ref: string): unknown => pluginObject(requirePlugin(engine, ref));

/** @throws EngineError when there is no such secret or config */
export const inspectPayload = (engine: Engine, kind: PayloadKind, ref: string): unknown =>
  payloadObject(kind, requirePayload(engine, kind, ref));
