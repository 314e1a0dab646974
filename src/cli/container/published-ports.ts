import type { PortBinding } from "../../engine/container/container.ts";
import { PortSpecError, parseExposed, parsePortSpecs } from "../../engine/network/port-spec.ts";
import { CommandError } from "../command.ts";

/** What `-p` and `--expose` ask for, as the API takes it. */
interface PortRequest {
  readonly exposed: Record<string, Record<string, never>>;
  readonly bindings: Record<string, PortBinding[]>;
}

/** Reads `-p` and `--expose` values. @throws CommandError in the words of go-connections */
export function parsePorts(published: readonly string[], expose: readonly string[]): PortRequest {
  try {
    const { exposed, bindings } = parsePortSpecs(published);
    const more = Object.fromEntries(expose.flatMap(parseExposed).map((port) => [port, {}]));
    return { exposed: { ...exposed, ...more }, bindings };
  } catch (error) {
    if (error instanceof PortSpecError) throw new CommandError(error.message);
    throw error;
  }
}
