import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";
import { JobBars } from "./job-bars.ts";
import { ProgressDisplay } from "./progress-display.ts";
import { type ServiceSnapshot, TaskBars } from "./task-bars.ts";

const POLL_MS = 200;
const DEFAULT_MONITOR_MS = 5000;

interface FollowOptions {
  /** What the service is called at the end: its id after `create`, its name after `update` and `scale`. */
  readonly name: string;
  readonly columns: number;
  /** `--quiet`: waits without a word. */
  readonly quiet?: boolean;
  /** The service now; called again and again. @throws EngineError when it has gone */
  readonly poll: () => ServiceSnapshot;
}

/**
 * Waits until a service has settled, showing how far it is (docker/cli, `ServiceProgress`): all tasks running, and
 * still so after the time its update is watched for.
 * @throws CommandError when the update or its rollback is paused
 */
export async function followService(process: Process, options: FollowOptions): Promise<void> {
  const { name, poll } = options;
  const quiet = { isTTY: false, write: () => Promise.resolve() };
  const display = new ProgressDisplay(options.quiet ? quiet : process.stdout, options.columns);
  const show = (id: string, status: string) => display.show({ id, status, progress: {} });
  let bars: JobBars | TaskBars | undefined;
  const interrupted = interruption(process);
  let convergedAt: number | undefined;
  let rollback = false;
  let last: string | undefined;

  for (;;) {
    const snapshot = poll();
    const { service } = snapshot;
    const monitor = service.spec.update.monitor > 0 ? service.spec.update.monitor / 1e6 : DEFAULT_MONITOR_MS;
    const status = service.updateStatus;
    if (status?.state === "updating") rollback = false;
    else if (status?.state === "completed" && convergedAt === undefined) return;
    else if (status?.state === "paused") throw new CommandError(`service update paused: ${status.message}`);
    else if (status?.state === "rollback_paused") throw new CommandError(`service rollback paused: ${status.message}`);
    else if (status?.state === "rollback_started") {
      if (!rollback && status.message !== "") await show("rollback", status.message);
      rollback = true;
    } else if (status?.state === "rollback_completed") {
      if (convergedAt === undefined) last = status.message;
      rollback = true;
    }

    const now = () => process.machine.clock.now();
    if (convergedAt !== undefined && now() - convergedAt >= monitor) {
      await show("verify", `Service ${name} converged`);
      if (last !== undefined) await display.show({ id: "rollback", status: last });
      return;
    }

    const job = service.spec.mode.kind.endsWith("-job");
    bars ??= job ? new JobBars(display) : new TaskBars(display);
    const converged = await bars.update(snapshot, rollback);
    // What a job has done stays done: there is nothing to verify.
    if (converged && job) {
      await display.show({ status: "job complete" });
      return;
    }
    if (converged) {
      convergedAt ??= now();
      const wait = monitor - (now() - convergedAt);
      // A real clock has always gone on by a little.
      const seconds = Math.max(1, Math.ceil(wait / 1000));
      if (wait >= 0) await show("verify", `Waiting ${seconds} seconds to verify that tasks are stable...`);
    } else {
      if (convergedAt !== undefined) await show("verify", "Detected task failure");
      convergedAt = undefined;
    }

    if (await Promise.race([process.sleep(POLL_MS).then(() => false), interrupted])) {
      if (!converged) {
        await display.show({ status: "Operation continuing in background." });
        await display.show({ status: `Use \`docker service ps ${name}\` to check progress.` });
      }
      return;
    }
  }
}

/** Ctrl-C leaves the service alone and ends only the waiting. */
function interruption(process: Process): Promise<boolean> {
  return new Promise((resolve) => process.onSignal("SIGINT", () => resolve(true)));
}
