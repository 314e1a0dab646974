import type { Shell } from "./shell.ts";

/** Before a prompt: which background jobs have ended. */
export async function tellJobs(shell: Shell): Promise<void> {
  for (const job of shell.jobs.list()) {
    if (job.state !== "done" || job.told) continue;
    job.told = true;
    await shell.write(2, `${shell.jobs.describe(job)}\n`);
  }
  for (const job of shell.jobs.list()) if (job.state === "done") shell.jobs.remove(job);
}
