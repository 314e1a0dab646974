import type { Job, Jobs } from "./jobs.ts";
import { later } from "./later.ts";
import type { Shell } from "./shell.ts";

const posixJobs = later(() => import("./posix-jobs.ts"));

/** Before a prompt: which background jobs have ended. */
export async function tellJobs(shell: Shell): Promise<void> {
  for (const job of jobsInOrder(shell, shell.jobs)) {
    if (job.state !== "done") continue;
    if (!job.told) await shell.write(2, `${await describeJob(shell, job)}\n`);
    job.told = true;
    if (shell.flavour !== "bash") shell.jobs.remove(job);
  }
  for (const job of shell.jobs.list()) if (job.state === "done") shell.jobs.remove(job);
}

/** A line of `jobs`, in the shell's own form. @param long with the processes' numbers */
export async function describeJob(shell: Shell, job: Job, jobs: Jobs = shell.jobs, long = false): Promise<string> {
  if (shell.flavour === "bash") return jobs.describe(job, long);
  return (await posixJobs(shell)).describePosixJob(shell, jobs, job, long);
}

/** Before the shell is left: says once that there are stopped jobs. @returns whether it did, and so stays */
export async function warnOfStoppedJobs(shell: Shell): Promise<boolean> {
  if (shell.warnedOfJobs || !shell.jobs.list().some((job) => job.state === "stopped")) return false;
  shell.warnedOfJobs = true;
  await shell.write(2, `${shell.flavour === "bash" ? "There are" : "You have"} stopped jobs.\n`);
  return true;
}

/** The jobs as the shell lists them: bash by number, the others the current one first. */
export function jobsInOrder({ flavour }: Shell, jobs: Jobs): Job[] {
  return flavour === "bash" ? jobs.list() : jobs.order();
}
