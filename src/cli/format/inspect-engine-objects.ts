import type { CommandContext } from "../command.ts";
import { inspectObjects } from "./inspect.ts";

/** Go's names of what an engine has, as the tables of types know them. */
export type EngineType = "container.InspectResponse" | "image.InspectResponse" | "network.Inspect" | "volume.Volume";

/**
 * `docker … inspect` of an engine's objects of one type; see {@link inspectObjects}.
 * @throws CommandError status 64 for a template that cannot be read
 */
export function inspectEngineObjects(
  context: CommandContext,
  type: EngineType,
  lookup: (name: string) => unknown,
): Promise<number> {
  const { args, flags } = context;
  return inspectObjects(
    context,
    args,
    async (name) => forTemplate(context, await lookup(name), type),
    flags.string("format"),
  );
}

/** An object as the template of `--format` sees it: Go's struct, and its JSON after it. Without a template, as it is. */
export async function forTemplate(
  { engine, flags }: CommandContext,
  object: unknown,
  type: EngineType,
): Promise<unknown> {
  if (["", "json"].includes(flags.string("format"))) return object;
  const { typedObject } = await engine.clock.hold(import("./typed-object.ts"));
  return typedObject(object, type, true);
}
