import type { Engine } from "../../engine/engine.ts";
import { notFound } from "../../engine/errors.ts";
import { pluginObject } from "../../engine/plugin/plugin.ts";
import { requirePlugin } from "../../engine/plugin/plugins.ts";
import { requireManager } from "../../swarm/leadership.ts";
import { inspectNode as nodeObject } from "../../swarm/nodes.ts";
import { payloadObject } from "../../swarm/payload-object.ts";
import { type PayloadKind, requirePayload } from "../../swarm/payloads.ts";
import { findTask } from "../../swarm/service-logs.ts";
import { serviceObject } from "../../swarm/service-object.ts";
import { requireService } from "../../swarm/services.ts";
import { taskObject } from "../../swarm/task-object.ts";
import { typedObject } from "../format/typed-object.ts";

/** A task by its id or the start of it. @throws EngineError when there is none */
export function inspectTask(engine: Engine, ref: string): unknown {
  const task = findTask(engine, ref);
  if (!task) throw notFound(`task ${ref} not found`);
  return typedObject(taskObject(engine, task), "swarm.Task", true);
}

/** @throws EngineError when there is no such service, or this is no manager */
export const inspectService = (engine: Engine, ref: string): unknown =>
  typedObject(serviceObject(requireManager(engine).cluster, requireService(engine, ref)), "swarm.Service", true);

/** @throws EngineError when there is no such node, or this is no manager */
export const inspectNode = (engine: Engine, ref: string): unknown =>
  typedObject(nodeObject(engine, ref), "swarm.Node", true);

/** @throws EngineError when there is no such plugin */
export const inspectPlugin = (engine: Engine, ref: string): unknown => pluginObject(requirePlugin(engine, ref));

/** @throws EngineError when there is no such secret or config */
export const inspectPayload = (engine: Engine, kind: PayloadKind, ref: string): unknown =>
  typedObject(
    payloadObject(kind, requirePayload(engine, kind, ref)),
    kind === "secret" ? "swarm.Secret" : "swarm.Config",
    true,
  );
