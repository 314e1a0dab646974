import type { Engine } from "../engine.ts";
import type { Container, Healthcheck } from "./container.ts";

/** The command of a healthcheck; undefined when there is none, or NONE. */
export function probeCommand(healthcheck: Healthcheck | undefined, shell?: readonly string[]): string[] | undefined {
  const [kind, ...rest] = healthcheck?.Test ?? [];
  if (kind === "CMD") return rest;
  if (kind === "CMD-SHELL") return [...(shell ?? ["/bin/sh", "-c"]), ...rest];
  return undefined;
}

/**
 * Probes a starting container again and again, as its healthcheck says, and keeps `container.health`.
 * @returns what stops it
 */
export function watchHealth(engine: Engine, container: Container): () => void {
  const { Healthcheck: check, Shell } = container.config;
  const command = probeCommand(check, Shell);
  if (!check || !command) {
    delete container.health;
    return () => {};
  }
  container.health ??= { Status: "starting", FailingStreak: 0, Log: [] };
  const stop = new AbortController();
  // Most containers have no healthcheck: what probes comes with the first that has.
  void engine.clock
    .hold(import("./health-probes.ts"))
    .then(({ probeAgainAndAgain }) => probeAgainAndAgain(engine, container, check, command, stop.signal))
    .catch((error: unknown) => {
      // The container may end in the middle of a probe.
      if (!stop.signal.aborted && engine.live.has(container.id)) throw error;
    });
  return () => stop.abort();
}
