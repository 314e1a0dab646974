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

/** go-units' HumanDuration. @param ms milliseconds */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(ms / 3_600_000 + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(ms / 3_600_000 / 24 / 365)} years`;
}
