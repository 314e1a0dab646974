import { humanDuration } from "../human-duration.ts";
import type { Container } from "./container.ts";

/** A container's state for people: "Up 5 seconds (healthy)" (moby, container/state.go, String). @param now ms since the epoch */
export function statusText(container: Container, now: number): string {
  const { status, exitCode, health } = container;
  const since = (time: string) => humanDuration(now - Date.parse(time));
  switch (status) {
    case "paused":
      return `Up ${since(container.startedAt)} (Paused)`;
    case "restarting":
      return `Restarting (${exitCode}) ${since(container.finishedAt)} ago`;
    case "running": {
      const up = `Up ${since(container.startedAt)}`;
      if (!health) return up;
      return `${up} (${health.Status === "starting" ? "health: starting" : health.Status})`;
    }
    case "removing":
      return "Removal In Progress";
    case "dead":
      return "Dead";
    case "created":
      return "Created";
    case "exited":
      return `Exited (${exitCode}) ${since(container.finishedAt)} ago`;
  }
}
