import { actionOver } from "../../cloud/docker-cloud/actions.ts";
import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import type { DockerCloud } from "../../cloud/docker-cloud/docker-cloud.ts";
import type { CloudAction } from "../../cloud/docker-cloud/state.ts";
import type { Process } from "../../kernel/process.ts";
import { humanTime } from "./human-time.ts";
import type { Values } from "./parse-arguments.ts";

/** What a command ends with when anything failed (dockercloudcli, commands.py). */
export const FAILED = 3;

/** How long the command waits before it asks again how an action is, ms. */
const POLL_MS = 4000;

/** What one question to the API takes, ms. */
const REQUEST_MS = 350;

/** One run of a command. */
export class CloudRun {
  readonly cloud: DockerCloud;
  readonly process: Process;
  readonly #values: Values;

  constructor(cloud: DockerCloud, process: Process, values: Values) {
    this.cloud = cloud;
    this.process = process;
    this.#values = values;
  }

  /** A value; undefined when it was not given. */
  text(name: string): string | undefined {
    const value = this.#values.get(name)?.at(-1);
    return value === undefined ? undefined : String(value);
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  list(name: string): string[] {
    return (this.#values.get(name) ?? []).map(String);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  out(line: string): Promise<void> {
    return this.process.stdout.write(`${line}\n`);
  }

  err(line: string): Promise<void> {
    return this.process.stderr.write(`${line}\n`);
  }

  /** Asks the API: takes a moment. */
  request(): Promise<void> {
    return this.process.sleep(REQUEST_MS);
  }

  /** A time as tables show it: "3 minutes ago". */
  ago(time: number | undefined): string {
    return humanTime(time, this.cloud.clock.now());
  }

  /**
   * Does something for each of the identifiers of the command line; a failure of one is told and the others go on.
   * @returns the exit status
   */
  async each(work: (identifier: string) => Promise<unknown>, identifiers = this.list("identifier")): Promise<number> {
    let status = 0;
    for (const identifier of identifiers) {
      try {
        await this.request();
        if ((await work(identifier)) === false) status = FAILED;
      } catch (error) {
        if (!(error instanceof CloudFailure)) throw error;
        await this.err(error.message);
        status = FAILED;
      }
    }
    return status;
  }

  /**
   * Starts an action on each thing that the command line names, says its UUID, and with `--sync` waits for its end.
   * @returns the exit status
   */
  operate<T extends { readonly uuid: string }>(
    find: (cloud: DockerCloud, identifier: string) => T,
    operation: (found: T) => CloudAction,
  ): Promise<number> {
    return this.each(async (identifier) => {
      const found = find(this.cloud, identifier);
      const done = await this.sync(operation(found));
      await this.out(found.uuid);
      return done;
    });
  }

  /**
   * `--sync`: shows the state of an action until it is over (dockercloudcli, utils.py, sync_action).
   * @returns false when it failed; true at once without `--sync`
   */
  async sync(action: CloudAction): Promise<boolean> {
    if (!this.has("sync")) return true;
    const { stdout } = this.process;
    let last: string | undefined;
    for (;;) {
      if (action.state === last) await stdout.write(".");
      else await stdout.write(last === undefined ? action.state : `\n${action.state}`);
      last = action.state;
      if (last === "Success" || last === "Failed") {
        await stdout.write("\n");
        return last === "Success";
      }
      if (last === "Canceled") return false;
      await Promise.race([this.process.sleep(POLL_MS), actionOver(action).then(() => this.process.sleep(POLL_MS))]);
    }
  }
}
