import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";

/** Records what happened to a container, with the attributes Docker gives: its labels, image and name, and `more`. */
export function emitContainerEvent(
  engine: Engine,
  container: Container,
  action: string,
  more: Record<string, string> = {},
): void {
  const { id, name, config } = container;
  const attributes = { ...config.Labels, image: config.Image, name, ...more };
  engine.emit({ Type: "container", Action: action, Actor: { ID: id, Attributes: attributes } });
}
