import { ComposeError } from "./compose-error.ts";
import { isMap, listAt, mapAt, scalarText, type YamlMap } from "./file/yaml/yaml-value.ts";
import type { ComposeSession } from "./session.ts";

/** Whose hooks are run: a service that is known only by its containers has none. */
export interface HookedService {
  readonly name: string;
  readonly definition?: YamlMap;
}

/**
 * Runs what a service wants run in a container at a moment of its life, one after another (docker/compose,
 * pkg/compose/hook.go).
 * @throws ComposeError for one that fails, EngineError where the container does not run
 */
export async function runHooks(
  { operations, hookOutput }: ComposeSession,
  id: string,
  { name, definition = {} }: HookedService,
  moment: "post_start" | "pre_stop",
): Promise<void> {
  for (const hook of listAt(definition, moment)) {
    if (!isMap(hook)) continue;
    const env = Object.entries(mapAt(hook, "environment")).map(([key, value]) =>
      value === null ? key : `${key}=${scalarText(value)}`,
    );
    const request = {
      cmd: listAt(hook, "command").map(scalarText),
      env,
      ...(hook.user === undefined ? {} : { user: scalarText(hook.user) }),
      ...(hook.working_dir === undefined ? {} : { workingDir: scalarText(hook.working_dir) }),
    };
    const status = await operations.exec(id, request, (text) => hookOutput?.(id, text));
    if (status !== 0) throw new ComposeError(`${name} hook exited with status ${status}`);
  }
}
