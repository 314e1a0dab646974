import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";
import { recordLogs } from "./log.ts";
import { ContainerStreams } from "./streams.ts";

const current = new WeakMap<Container, ContainerStreams>();

/** The streams of a container's running program, or of the next one while none runs: whoever attaches first waits there. */
export function streamsOf(engine: Engine, container: Container): ContainerStreams {
  const known = current.get(container);
  if (known) return known;
  const { config, hostConfig } = container;
  const [rows, columns] = hostConfig.ConsoleSize;
  const streams = new ContainerStreams(engine.clock, {
    tty: config.Tty,
    stdin: config.OpenStdin,
    columns,
    rows,
  });
  recordLogs(container, streams);
  current.set(container, streams);
  return streams;
}

/** The program has ended: the next start gets new streams. */
export function endStreams(container: Container): void {
  const streams = current.get(container);
  current.delete(container);
  streams?.end();
}
