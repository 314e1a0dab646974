import type { BuildRecord } from "../../../engine/build/build-history.ts";

/** How a build ended, in the words of `--filter status=`. */
export function recordStatus({ failure }: Pick<BuildRecord, "failure">): "completed" | "error" | "canceled" {
  if (!failure) return "completed";
  return failure.canceled ? "canceled" : "error";
}

/** Steps in all, those that are done, those that came from the cache. */
export function stepCounts({ steps }: Pick<BuildRecord, "steps">): {
  total: number;
  completed: number;
  cached: number;
} {
  const done = steps.filter(
    ({ completed, canceled, error }) => completed !== undefined && !canceled && error === undefined,
  );
  return { total: steps.length, completed: done.length, cached: steps.filter(({ cached }) => cached).length };
}

/** "0.3s", "2m  5s" (docker/buildx, commands/history/utils.go, formatDuration). */
export function recordDuration({ createdAt, completedAt }: Pick<BuildRecord, "createdAt" | "completedAt">): string {
  const seconds = (completedAt - createdAt) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)}s`;
  return `${Math.floor(seconds / 60)}m ${String(Math.floor(seconds) % 60).padStart(2)}s`;
}

/** Where Docker Desktop would show it. */
export const recordUrl = ({ ref }: Pick<BuildRecord, "ref">): string =>
  `docker-desktop://dashboard/build/default/default/${ref}`;
